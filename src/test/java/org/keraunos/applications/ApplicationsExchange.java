package org.keraunos.applications;

import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.globalAveragePooling2d;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.optimizers.Optimizers.sgd;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keraunos.Model;
import org.keraunos.base.NamedArray;
import org.keraunos.contract.Preprocessing;
import org.keraunos.data.Dataset;
import org.keraunos.data.npy.NpyArray;
import org.keraunos.data.npy.NpyType;
import org.keraunos.data.npy.Npz;
import org.keraunos.images.ImageDecoder;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Network;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.RuntimeOptions;
import org.keraunos.testing.Kinds;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The Java side of {@code check_applications.py}: loads what Keras saved and predicts and trains
 * with it. Results are arrays in a file; what Keras's are, Python knows.
 */
public final class ApplicationsExchange {
  private ApplicationsExchange() {}

  /**
   * Does what each line of the standard input asks for, an array of texts in JSON: what to do, and
   * files, as the methods say. Answers with a line each, so that the second network finds a Java
   * that runs already.
   */
  public static void main(String... none) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      List<String> asked =
          JsonMapper.shared().readValue(line, new TypeReference<List<String>>() {});
      System.out.println("answer " + answer(asked.get(0), asked.subList(1, asked.size())));
    }
  }

  private static String answer(String asked, List<String> rest) throws IOException {
    switch (asked) {
      case "predict" -> {
        return predict(rest);
      }
      case "tune" -> tune(rest);
      case "weights" -> weights(rest);
      default -> throw new IllegalArgumentException(asked);
    }
    return "done";
  }

  /**
   * Predictions of {@code images}, and of a photograph: the model's file, the arrays, those to
   * write, and the photograph with what its pixels go through; answers for how many seconds the
   * file was read and the images predicted.
   */
  private static String predict(List<String> arguments) throws IOException {
    Map<String, NpyArray> found = new LinkedHashMap<>();
    long start = System.nanoTime();
    try (Npz arrays = Npz.open(Path.of(arguments.get(1)));
        Model model = Model.load(Path.of(arguments.get(0)))) {
      long loaded = System.nanoTime();
      found.put("found", predicted(model, images(arrays, model)));
      long predicted = System.nanoTime();
      int[] shape = model.network().inputShape(0).toArray();
      try (ImageDecoder decoder =
          new ImageDecoder(shape[0], shape[1], shape[2], RuntimeOptions.DEFAULT)) {
        byte[] photo = Files.readAllBytes(Path.of(arguments.get(3)));
        byte[] pixels = decoder.decode(List.of(photo)).pixels();
        float[] seen = Preprocessing.named(arguments.get(4)).apply(pixels, shape[2]);
        found.put("photo", predicted(model, Dataset.of(seen, shape)));
      }
      Npz.write(Path.of(arguments.get(2)), found);
      return (loaded - start) / 1e9 + " " + (predicted - loaded) / 1e9;
    }
  }

  private static Dataset images(Npz arrays, Model model) {
    return Dataset.of(
        arrays.read("images").toFloats(), model.network().inputShape(0).toArray());
  }

  private static NpyArray predicted(Model model, Dataset data) {
    float[] values = model.predict(data).flat();
    return NpyArray.of(NpyType.FLOAT32, values, data.size(), values.length / data.size());
  }

  /**
   * Cut below a layer, with a new head: two steps with a frozen body, two more without at another
   * rate. The model's file, the arrays with {@code labels}, {@code kernel} and {@code bias} of the
   * head, those to write, the layer, and the types.
   */
  private static void tune(List<String> arguments) {
    Map<String, NpyArray> found = new LinkedHashMap<>();
    DTypePolicy types = DTypePolicy.valueOf(arguments.get(4));
    try (Npz arrays = Npz.open(Path.of(arguments.get(1)));
        Model whole = Model.load(Path.of(arguments.get(0)))) {
      Network network = whole.network();
      SymbolicTensor cut = network.output(arguments.get(3));
      NpyArray labels = arrays.read("labels");
      int count = labels.shape()[1];
      Layer head = dense(count).activation(SIGMOID).name("labels");
      SymbolicTensor output = head.apply(globalAveragePooling2d().apply(cut));
      Dataset data = images(arrays, whole).withLabels(rows(labels));
      List<Double> losses = new ArrayList<>();
      try (Model model = Model.of(network.inputs().get(0), output, m -> m.dtypePolicy(types))) {
        model.setWeights(List.of(weight(arrays, "kernel"), weight(arrays, "bias")));
        List<Layer> below = model.network().below(cut);
        below.forEach(model::freeze);
        model.compile(sgd(0.0625), binaryCrossentropy());
        losses.add(model.trainOnBatch(data).get("loss"));
        losses.add(model.trainOnBatch(data).get("loss"));
        below.forEach(model::unfreeze);
        model.compile(c ->
            c.optimizer(sgd(1.0 / 4096)).loss(binaryCrossentropy()).learningRateFactor(head, 8));
        losses.add(model.trainOnBatch(data).get("loss"));
        losses.add(model.trainOnBatch(data).get("loss"));
        found.put("predicted", predicted(model, data));
      }
      double[] each = losses.stream().mapToDouble(Double::doubleValue).toArray();
      found.put("losses", NpyArray.of(NpyType.FLOAT64, each, each.length));
    }
    Npz.write(Path.of(arguments.get(2)), found);
  }

  private static float[][] rows(NpyArray labels) {
    float[] flat = labels.toFloats();
    float[][] rows = new float[labels.shape()[0]][labels.shape()[1]];
    for (int i = 0; i < flat.length; i++) {
      rows[i / rows[0].length][i % rows[0].length] = flat[i];
    }
    return rows;
  }

  private static NamedArray weight(Npz arrays, String name) {
    NpyArray array = arrays.read(name);
    return new NamedArray("labels/" + name, array.shape(), array.toFloats());
  }

  private static NamedArray zeros(NamedArray like) {
    return new NamedArray(like.name(), like.shape(), new float[NamedArray.size(like.shape())]);
  }

  /**
   * A network that is drawn in Java takes the weights of Keras's, by place, and the same by name:
   * its name, its options as JSON, the weights' file, the arrays, and those to write.
   */
  private static void weights(List<String> arguments) {
    Map<String, Object> options = JsonMapper.shared()
        .readValue(arguments.get(1), new TypeReference<Map<String, Object>>() {});
    Application<?> application =
        Applications.registry().kind(arguments.get(0)).read(Kinds.strings(options));
    Path file = Path.of(arguments.get(2));
    Map<String, NpyArray> found = new LinkedHashMap<>();
    try (Npz arrays = Npz.open(Path.of(arguments.get(3)));
        Model model = Model.of(application.network(), m -> {})) {
      model.loadWeights(file);
      found.put("place", predicted(model, images(arrays, model)));
      List<NamedArray> loaded = model.getWeights();
      model.setWeights(loaded.stream().map(ApplicationsExchange::zeros).toList());
      model.loadWeights(file, load -> {
        var unused = load.byName();
      });
      boolean same = true;
      List<NamedArray> again = model.getWeights();
      for (int i = 0; i < loaded.size(); i++) {
        same &= Arrays.equals(loaded.get(i).toDoubles(), again.get(i).toDoubles());
      }
      found.put("name", NpyArray.of(NpyType.INT64, new long[] {same ? 1 : 0}, 1));
    }
    Npz.write(Path.of(arguments.get(4)), found);
  }
}
