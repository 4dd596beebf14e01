package org.keraunos.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keraunos.data.Batch;
import org.keraunos.graph.StepResult;
import org.keraunos.metrics.Metric;
import org.keraunos.metrics.Tracker;

/** Loss and metrics over the rows so far; the loss's mean is weighted by row, so a smaller last batch counts less. */
final class Scoreboard {
  private final List<String> names = new ArrayList<>();
  private final List<Tracker> trackers = new ArrayList<>();
  private double lossSum;
  private long lossRows;

  Scoreboard(List<Metric> metrics, int labels) {
    for (Metric metric : metrics) {
      names.add(metric.name());
      trackers.add(metric.tracker(labels));
    }
  }

  void update(Batch batch, StepResult result) {
    lossSum += result.loss() * result.knownRows();
    lossRows += result.knownRows();
    for (Tracker tracker : trackers) {
      tracker.update(batch.target(0), result.output(0), batch.weights(0), batch.rows());
    }
  }

  Map<String, Double> logs(String prefix) {
    Map<String, Double> logs = new LinkedHashMap<>();
    logs.put(prefix + "loss", lossRows == 0 ? Double.NaN : lossSum / lossRows);
    for (int i = 0; i < trackers.size(); i++) {
      logs.put(prefix + names.get(i), trackers.get(i).result());
    }
    return logs;
  }
}
