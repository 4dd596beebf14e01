package consumer;

import static org.keraunos.activations.Activations.RELU;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.metrics.Average.MICRO;
import static org.keraunos.metrics.LabelMetrics.f1Score;
import static org.keraunos.optimizers.Optimizers.adam;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.keraunos.Model;
import org.keraunos.Predictor;
import org.keraunos.data.Dataset;
import org.keraunos.layers.Input;

/** Trains, scores, exports and reads back a tiny model with no more on the class path than Keraunos draws. */
public final class Plain {
  /** Every jar but this program's own, by the begin of its name: whoever adds one has to add it here. */
  private static final List<String> ALLOWED = List.of(
      "keraunos-",
      // TensorFlow
      "tensorflow-core-api-",
      "tensorflow-core-native-",
      "tensorflow-framework-",
      "ndarray-",
      "javacpp-",
      "protobuf-java-",
      // arithmetic
      "commons-math3-",
      // JSON
      "jackson-core-",
      "jackson-databind-",
      "jackson-annotations-",
      // CSV
      "commons-csv-",
      "commons-codec-",
      "commons-io-",
      // EXIF
      "metadata-extractor-",
      "xmpcore-",
      // HDF5, with what it logs to
      "jhdf-",
      "slf4j-api-",
      "commons-lang3-",
      // annotations
      "jspecify-");

  private Plain() {}

  public static void main(String[] arguments) {
    checkClassPath();
    Random random = new Random(7);
    int rows = 64;
    float[] x = new float[rows * 4];
    int[][] y = new int[rows][2];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < 4; i++) {
        x[row * 4 + i] = random.nextFloat() - 0.5f;
      }
      y[row][0] = x[row * 4] > 0 ? 1 : 0;
      y[row][1] = x[row * 4 + 1] > x[row * 4 + 2] ? 1 : 0;
    }
    Dataset data = Dataset.of(x, 4).withLabels(y);
    Path folder = Path.of(arguments[0]);
    var input = Input.of(4);
    var hidden = dense(16).activation(RELU).apply(input);
    try (Model model = Model.of(input, dense(2).activation(SIGMOID).apply(hidden))) {
      model.compile(adam(0.05), binaryCrossentropy());
      var history = model.fit(data, fit -> fit.batchSize(16).epochs(10));
      double[] loss = history.get("loss");
      double f1 = f1Score(data.labels(), model.predict(data).labels(0.5), MICRO);
      expect(loss[loss.length - 1] < loss[0], "a loss that falls, received " + Arrays.toString(loss));
      expect(f1 > 0.8, "an F1 above 0.8, received " + f1);
      model.export(folder);
    }
    try (Predictor predictor = Predictor.load(folder)) {
      expect(predictor.predict(data).rows() == rows, "a prediction a row");
    }
    System.out.println("trained, exported and read back");
  }

  private static void checkClassPath() {
    TreeSet<String> jars = new TreeSet<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      String name = Path.of(entry).getFileName().toString();
      if (name.endsWith(".jar") && !name.startsWith("plain-")) {
        jars.add(name);
      }
    }
    for (String jar : jars) {
      expect(ALLOWED.stream().anyMatch(jar::startsWith), "no " + jar + " on the class path");
    }
    System.out.println(jars.size() + " jars: " + String.join(" ", jars));
  }

  private static void expect(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("expected " + what);
    }
  }
}
