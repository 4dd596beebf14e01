package org.keraunos.training;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.NamedArray;
import org.keraunos.base.NamedArrays;
import org.keraunos.base.Shape;
import org.keraunos.base.Stateful;
import org.keraunos.data.Batch;
import org.keraunos.graph.Objective;
import org.keraunos.graph.StepResult;
import org.keraunos.losses.Loss;
import org.keraunos.metrics.Metric;
import org.keraunos.metrics.Tracker;

/**
 * Losses and metrics over the rows so far, under Keras's keys: {@code loss}, and for several
 * outputs {@code genre_loss} and {@code genre_f1_score}. A loss's mean is weighted by row, so a
 * smaller last batch counts less. Of outputs of several axes, as pictures of classes, metrics see
 * each place as a row.
 */
final class LossTracker implements Stateful {
  private final List<Objective> objectives;
  private final int[] columns;
  private final double[] lossSums;
  private final double[] lossRows;
  private final List<Figure> figures = new ArrayList<>();

  private record Figure(
      String name,
      int objective,
      int places,
      boolean weighted,
      Tracker tracker,
      boolean higherIsBetter) {}

  /**
   * Nothing yet.
   *
   * @param objectives what is trained
   * @param reported the metrics of each
   * @param shapes those of the outputs
   * @param columns which target of the data belongs to each
   */
  LossTracker(
      List<Objective> objectives, List<Reported> reported, List<Shape> shapes, int[] columns) {
    this.objectives = objectives;
    this.columns = columns;
    this.lossSums = new double[objectives.size() + 1];
    this.lossRows = new double[lossSums.length];
    for (int i = 0; i < objectives.size(); i++) {
      String prefix = objectives.size() == 1 ? "" : objectives.get(i).output() + "_";
      Set<String> names = new HashSet<>();
      for (Metric metric : reported.get(i).metrics()) {
        names.add(metric.name());
        figures.add(figure(prefix + metric.name(), i, false, metric, shapes.get(i)));
      }
      for (Metric metric : reported.get(i).weightedMetrics()) {
        String name = (names.contains(metric.name()) ? "weighted_" : "") + metric.name();
        figures.add(figure(prefix + name, i, true, metric, shapes.get(i)));
      }
    }
  }

  private static Figure figure(
      String name, int objective, boolean weighted, Metric metric, Shape shape) {
    int places = Loss.places(shape);
    return new Figure(
        name,
        objective,
        places,
        weighted,
        metric.tracker(shape.size() / places),
        metric.higherIsBetter());
  }

  void update(Batch batch, StepResult result) {
    add(0, result.loss(), result.knownRows());
    for (int i = 0; i < objectives.size(); i++) {
      add(i + 1, result.loss(i), result.knownRows(i));
    }
    for (Figure figure : figures) {
      int i = figure.objective();
      figure
          .tracker()
          .update(
              batch.target(columns[i]),
              result.output(i),
              figure.weighted() ? each(batch.weights(columns[i]), figure.places()) : null,
              batch.rows() * figure.places());
    }
  }

  /** A row's weight for each of its places. */
  private static float @Nullable [] each(float @Nullable [] weights, int places) {
    if (weights == null || places == 1) {
      return weights;
    }
    float[] repeated = new float[weights.length * places];
    for (int i = 0; i < repeated.length; i++) {
      repeated[i] = weights[i / places];
    }
    return repeated;
  }

  private void add(int index, double loss, int rows) {
    if (rows > 0) {
      lossSums[index] += loss * rows;
      lossRows[index] += rows;
    }
  }

  boolean higherIsBetter(String name) {
    String plain = name.startsWith("val_") ? name.substring("val_".length()) : name;
    for (Figure figure : figures) {
      if (figure.name().equals(plain)) {
        return figure.higherIsBetter();
      }
    }
    Set<String> known = logs("").keySet();
    Check.argument(known.contains(plain), "figure", "one of " + known, name);
    return false;
  }

  /** All figures. */
  Map<String, Double> logs(String prefix) {
    return logs(prefix, false);
  }

  /** Those that may be asked for in every step. */
  Map<String, Double> runningLogs() {
    return logs("", true);
  }

  private Map<String, Double> logs(String prefix, boolean cheapOnly) {
    Map<String, Double> logs = new LinkedHashMap<>();
    logs.put(prefix + "loss", mean(0));
    if (objectives.size() > 1) {
      for (int i = 0; i < objectives.size(); i++) {
        logs.put(prefix + objectives.get(i).output() + "_loss", mean(i + 1));
      }
    }
    for (Figure figure : figures) {
      if (!cheapOnly || figure.tracker().isCheap()) {
        logs.put(prefix + figure.name(), figure.tracker().result());
      }
    }
    return logs;
  }

  private double mean(int index) {
    return lossRows[index] == 0 ? Double.NaN : lossSums[index] / lossRows[index];
  }

  @Override
  public List<NamedArray> state() {
    List<NamedArray> state = new ArrayList<>();
    state.add(NamedArrays.of("loss_sums", lossSums.clone()));
    state.add(NamedArrays.of("loss_rows", lossRows.clone()));
    for (Figure figure : figures) {
      state.addAll(NamedArrays.below(figure.name() + "/", figure.tracker().state()));
    }
    return state;
  }

  @Override
  public void restore(List<NamedArray> state) {
    put(NamedArrays.get(state, "loss_sums"), lossSums);
    put(NamedArrays.get(state, "loss_rows"), lossRows);
    for (Figure figure : figures) {
      figure.tracker().restore(NamedArrays.from(figure.name() + "/", state));
    }
  }

  private static void put(NamedArray from, double[] into) {
    double[] values = from.toDoubles();
    Check.argument(
        values.length == into.length, from.name(), into.length + " numbers", values.length);
    System.arraycopy(values, 0, into, 0, into.length);
  }
}
