package org.keraunos.saving.keras;

import static org.keraunos.testing.Goldens.assertClose;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keraunos.Model;
import org.keraunos.Predictions;
import org.keraunos.base.DataException;
import org.keraunos.base.Shape;
import org.keraunos.data.Dataset;
import org.keraunos.data.Feature;
import org.keraunos.data.FloatColumn;
import org.keraunos.data.Scaling;
import org.keraunos.data.npy.NpyArray;
import org.keraunos.data.npy.Npz;
import org.keraunos.runtime.DTypePolicy;

/**
 * The Java side of {@code check_keras_files.py}: loads what Keras saved, compares and trains, and
 * saves for Keras to load.
 */
public final class KerasExchange {
  private static final double TOLERANCE = 1e-5;
  private static final double BFLOAT16 = 1e-2;

  private KerasExchange() {}

  /**
   * {@code score FOLDER}: loads each {@code NAME.keras}, compares its outputs with
   * {@code NAME.npz}, and saves it below {@code java/}. {@code train FROM TO DATA FIRST STEPS}:
   * takes steps with each model of a folder and the batches of a file, prints their losses, and
   * saves it in another folder.
   *
   * @param arguments what to do
   */
  public static void main(String... arguments) throws IOException {
    Path folder = Path.of(arguments[1]);
    switch (arguments[0]) {
      case "score" -> score(folder);
      case "search" -> search(folder);
      case "train" -> {
        for (Path file : files(folder)) {
          train(
              file,
              Path.of(arguments[2]).resolve(file.getFileName()),
              Path.of(arguments[3]),
              Integer.parseInt(arguments[4]),
              Integer.parseInt(arguments[5]));
        }
      }
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (var list = Files.list(folder)) {
      return list.filter(each -> each.toString().endsWith(".keras")).sorted().toList();
    }
  }

  private static void score(Path folder) throws IOException {
    List<Path> files = files(folder);
    int failed = 0;
    for (Path file : files) {
      String name = file.getFileName().toString().replace(".keras", "");
      List<String> notes = new ArrayList<>();
      try (Model model = Model.load(file, options -> options.notes(notes::add));
          Npz arrays = Npz.open(folder.resolve(name + ".npz"))) {
        compare(model, arrays);
        SaveReport report = model.save(folder.resolve("java").resolve(name + ".keras"));
        System.out.println(
            "passed: " + name + " " + notes + " " + report.leastKeras() + " " + report.notes());
      } catch (RuntimeException | AssertionError e) {
        failed++;
        System.out.println("FAILED: " + name + ": " + e);
      }
    }
    System.out.println(files.size() + " files, " + failed + " failed");
    if (failed > 0) {
      System.exit(1);
    }
  }

  /** Each model by itself, so that a failure does not hide the next. */
  private static void search(Path folder) throws IOException {
    for (Path file : files(folder)) {
      String name = file.getFileName().toString().replace(".keras", "");
      List<String> notes = new ArrayList<>();
      StringBuilder line = new StringBuilder(name);
      try (Model model = Model.load(file, options -> options.notes(notes::add));
          Npz arrays = Npz.open(folder.resolve(name + ".npz"))) {
        compare(model, arrays, arrays.read("tolerance").toDoubles()[0]);
        model.save(folder.resolve("java").resolve(name + ".keras"));
        if (arrays.names().stream().anyMatch(each -> each.startsWith("step/"))) {
          int steps = arrays.read("target/" + model.network().outputName(0)).shape()[0];
          for (int step = 0; step < steps; step++) {
            Dataset batch = KerasTrainings.batch(model, arrays, "step/", step);
            line.append(' ').append(model.trainOnBatch(batch).get("loss"));
          }
          model.save(folder.resolve("trained").resolve(name + ".keras"));
        }
      } catch (DataException | UnsupportedOperationException e) {
        line.append(" REFUSED: ").append(e.getMessage());
      } catch (RuntimeException | AssertionError e) {
        line.append(" FAILED: ").append(String.valueOf(e).replace('\n', ' ')).append(notes);
      }
      System.out.println(line);
    }
  }

  /** The outputs of a model against those in a file, for the inputs in it. */
  static void compare(Model model, Npz arrays) {
    boolean rounds = model.network().layers().stream()
        .anyMatch(layer -> layer.dtype().equals(Optional.of(DTypePolicy.MIXED_BFLOAT16)));
    double usual = rounds ? BFLOAT16 : TOLERANCE;
    boolean own = arrays.contains("tolerance");
    compare(model, arrays, own ? arrays.read("tolerance").toDoubles()[0] : usual);
  }

  private static void compare(Model model, Npz arrays, double tolerance) {
    Map<String, Predictions> predicted = model.predictAll(inputs(model, arrays));
    predicted.forEach((name, found) -> {
      NpyArray expected = arrays.read("output/" + name);
      assertClose(name, doubles(found), expected.toDoubles(), tolerance);
    });
  }

  static double[] doubles(Predictions predictions) {
    float[] values = predictions.flat();
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  static Dataset inputs(Model model, Npz arrays) {
    List<Feature> features = new ArrayList<>();
    for (int i = 0; i < model.network().inputs().size(); i++) {
      String name = model.network().inputName(i);
      features.add(new Feature(name, column(arrays.read("input/" + name)), Scaling.NONE));
    }
    return Dataset.of(features.toArray(new Feature[0]));
  }

  private static FloatColumn column(NpyArray array) {
    int[] sample = Arrays.copyOfRange(array.shape(), 1, array.shape().length);
    double[] all = array.toDoubles();
    float[] values = new float[all.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) all[i];
    }
    return FloatColumn.of(values, Shape.of(sample));
  }

  private static void train(Path from, Path to, Path data, int first, int steps) {
    List<String> notes = new ArrayList<>();
    try (Model model = Model.load(from, options -> options.notes(notes::add));
        Npz arrays = Npz.open(data)) {
      System.out.println(from.getFileName() + " " + train(model, arrays, "", first, steps) + " "
          + notes + model.save(to).notes());
    }
  }

  /** The losses of some steps, a batch of equal rows each. */
  static List<Double> train(Model model, Npz arrays, String prefix, int first, int steps) {
    List<Double> losses = new ArrayList<>();
    for (int step = first; step < first + steps; step++) {
      List<Feature> features = new ArrayList<>();
      NpyArray y = arrays.read(prefix + "target");
      int rows = y.shape()[1];
      for (int i = 0; i < model.network().inputs().size(); i++) {
        String name = model.network().inputName(i);
        features.add(
            new Feature(name, step(arrays.read(prefix + "input/" + name), step), Scaling.NONE));
      }
      float[] targets = floats(y, step);
      float[][] labels = new float[rows][targets.length / rows];
      for (int i = 0; i < targets.length; i++) {
        labels[i / labels[0].length][i % labels[0].length] = targets[i];
      }
      Dataset batch = Dataset.of(features.toArray(new Feature[0])).withLabels(labels);
      losses.add(model.trainOnBatch(batch).get("loss"));
    }
    return losses;
  }

  private static FloatColumn step(NpyArray array, int step) {
    int[] sample = Arrays.copyOfRange(array.shape(), 2, array.shape().length);
    return FloatColumn.of(floats(array, step), Shape.of(sample));
  }

  private static float[] floats(NpyArray array, int step) {
    double[] all = array.toDoubles();
    int size = all.length / array.shape()[0];
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) all[step * size + i];
    }
    return values;
  }
}
