package org.keraunos.examples;

import static org.keraunos.activations.Activations.RELU;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.conv2d;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.flatten;
import static org.keraunos.layers.Layers.maxPooling2d;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.metrics.Average.MICRO;
import static org.keraunos.metrics.LabelMetrics.f1Score;
import static org.keraunos.metrics.LabelMetrics.precisionScore;
import static org.keraunos.metrics.LabelMetrics.recallScore;
import static org.keraunos.metrics.StreamingMetrics.accuracy;
import static org.keraunos.optimizers.Optimizers.adam;

import java.nio.file.Path;
import org.keraunos.Model;
import org.keraunos.data.Dataset;
import org.keraunos.data.DigitSceneData;
import org.keraunos.layers.Input;

/** The multi-label tutorial: build, compile, fit, evaluate, score, export. */
public final class MultiLabelTutorial {
  private MultiLabelTutorial() {}

  /**
   * Trains on digit scenes.
   *
   * @param arguments the number of epochs (10), and the folder of the model
   *     ({@code models/digit-scenes})
   */
  public static void main(String... arguments) {
    int epochs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10;
    Path folder = Path.of(arguments.length > 1 ? arguments[1] : "models/digit-scenes");
    run(DigitSceneData.train(), DigitSceneData.test(), epochs, folder);
  }

  static void run(Dataset train, Dataset test, int epochs, Path folder) {
    var inputs = Input.of(32, 32, 3);
    var x = conv2d(32, 3).activation(RELU).apply(inputs);
    x = conv2d(64, 3).activation(RELU).apply(x);
    x = maxPooling2d(3).apply(x);
    x = flatten().apply(x);
    var outputs = dense(10).activation(SIGMOID).apply(x);

    try (var model = Model.of(inputs, outputs)) {
      model.compile(adam(), binaryCrossentropy(), accuracy());
      var history = model.fit(train, fit -> fit.batchSize(64).epochs(epochs));
      var scores = model.evaluate(test);
      var predicted = model.predict(test).labels(0.5);
      System.out.println(history + ", then " + scores);
      System.out.printf("Precision: %.3f%n", precisionScore(test.labels(), predicted, MICRO));
      System.out.printf("Recall: %.3f%n", recallScore(test.labels(), predicted, MICRO));
      System.out.printf("F1 score: %.3f%n", f1Score(test.labels(), predicted, MICRO));
      model.export(folder);
    }
  }
}
