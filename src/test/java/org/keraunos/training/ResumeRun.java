package org.keraunos.training;

import static org.keraunos.activations.Activations.RELU;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.conv2d;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.dropout;
import static org.keraunos.layers.Layers.flatten;
import static org.keraunos.layers.Layers.maxPooling2d;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.metrics.StreamingMetrics.accuracy;
import static org.keraunos.metrics.StreamingMetrics.auc;
import static org.keraunos.metrics.StreamingMetrics.subsetAccuracy;
import static org.keraunos.optimizers.Optimizers.adam;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.keraunos.Model;
import org.keraunos.data.Dataset;
import org.keraunos.layers.Input;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.runtime.Device;
import org.keraunos.runtime.RuntimeOptions;
import org.keraunos.testing.SplitMix;

/**
 * A program that trains a model, whole or in two halves, and writes the state in which it ends:
 * {@code dropout|divided whole|first|second FILE EPOCH STEP}. The first half writes the state
 * behind a step, the second reads it.
 */
final class ResumeRun {
  private static final int EPOCHS = 4;

  private ResumeRun() {}

  public static void main(String... arguments) {
    boolean drops = arguments[0].equals("dropout");
    Path file = Path.of(arguments[2]);
    int epoch = Integer.parseInt(arguments[3]);
    int step = Integer.parseInt(arguments[4]);
    SplitMix random = new SplitMix(5);
    Dataset data =
        Dataset.of(random.uniform(70 * 8 * 8 * 2, 0, 1), 8, 8, 2).withLabels(random.bits(70, 3));
    AtomicReference<TrainingState> end = new AtomicReference<>();
    try (Model model = model(drops)) {
      model.fit(data, fit -> {
        fit.batchSize(16).epochs(EPOCHS).verbose(false).validationData(data.take(20));
        fit.callbacks(new EarlyStopping().patience(2).restoreBestWeights(true));
        boolean first = arguments[1].equals("first");
        fit.callbacks(new Callback() {
          @Override
          public void onBatchEnd(BatchEnd event) {
            if (first && event.epoch() == epoch && event.step() == step) {
              event.control().state(end::set);
              Thread.currentThread().interrupt();
            }
          }

          @Override
          public void onEpochEnd(EpochEnd event) {
            if (!first) {
              event.control().state(end::set);
            }
          }
        });
        if (arguments[1].equals("second")) {
          fit.resume(TrainingState.read(file));
        }
      });
    }
    Thread.interrupted(); // would close the file
    end.get().writeTo(file);
  }

  private static Model model(boolean drops) {
    SymbolicTensor input = Input.of(8, 8, 2);
    SymbolicTensor x = maxPooling2d(2).apply(conv2d(4, 3).activation(RELU).apply(input));
    x = flatten().apply(x);
    x = drops ? dropout(0.4).apply(x) : x;
    Model model = Model.of(
        input,
        dense(3).activation(SIGMOID).apply(x),
        options -> options.runtime(new RuntimeOptions(1, 2, Device.CPU)));
    model.compile(adam(0.01), binaryCrossentropy(), accuracy(), auc(), subsetAccuracy());
    return model;
  }
}
