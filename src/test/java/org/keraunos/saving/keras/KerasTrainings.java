package org.keraunos.saving.keras;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.keraunos.Model;
import org.keraunos.base.Shape;
import org.keraunos.data.Dataset;
import org.keraunos.data.Feature;
import org.keraunos.data.FloatColumn;
import org.keraunos.data.Scaling;
import org.keraunos.data.Target;
import org.keraunos.data.npy.NpyArray;
import org.keraunos.data.npy.Npz;

/** The Java side of {@code check_keras_examples.py}: trains what Keras saved. */
public final class KerasTrainings {
  private KerasTrainings() {}

  /**
   * {@code FOLDER STEPS}: loads each {@code NAME.keras} as it was compiled, takes steps with the
   * batches of {@code NAME.npz}, and prints the name and the losses.
   *
   * @param arguments the folder and the number of steps
   */
  public static void main(String... arguments) throws IOException {
    List<Path> files;
    try (var list = Files.list(Path.of(arguments[0]))) {
      files = list.filter(each -> each.toString().endsWith(".keras")).sorted().toList();
    }
    for (Path file : files) {
      String name = file.getFileName().toString().replace(".keras", "");
      try (Model model = Model.load(file);
          Npz arrays = Npz.open(file.resolveSibling(name + ".npz"))) {
        StringBuilder line = new StringBuilder(name);
        for (int step = 0; step < Integer.parseInt(arguments[1]); step++) {
          line.append(' ')
              .append(model.trainOnBatch(batch(model, arrays, "input/", step)).get("loss"));
        }
        System.out.println(line);
      } catch (RuntimeException e) {
        System.out.println(name + " NaN");
        System.out.println("# " + name + ": " + e);
      }
    }
  }

  static Dataset batch(Model model, Npz arrays, String inputs, int step) {
    List<Feature> features = new ArrayList<>();
    for (int i = 0; i < model.network().inputs().size(); i++) {
      String name = model.network().inputName(i);
      features.add(new Feature(name, column(arrays.read(inputs + name), step), Scaling.NONE));
    }
    Dataset batch = Dataset.of(features.toArray(Feature[]::new));
    for (int i = 0; i < model.network().outputs().size(); i++) {
      String name = model.network().outputName(i);
      batch = batch.withTarget(new Target(name, column(arrays.read("target/" + name), step)));
    }
    return batch;
  }

  private static FloatColumn column(NpyArray array, int step) {
    int[] shape = array.shape();
    double[] all = array.toDoubles();
    int size = all.length / shape[0];
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) all[step * size + i];
    }
    return FloatColumn.of(values, Shape.of(Arrays.copyOfRange(shape, 2, shape.length)));
  }
}
