package org.keraunos.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keraunos.CalibrationChoice;
import org.keraunos.data.Data;
import org.keraunos.data.Dataset;
import org.keraunos.decisions.ThresholdChoice;
import org.keraunos.recipes.Attempt;
import org.keraunos.training.History;

/** What a training came to, as {@code --json} prints it and the model card keeps it. */
final class TrainReport {
  private final Map<String, Object> report = new LinkedHashMap<>();
  private final List<Attempt> tried = new ArrayList<>();
  private final Path folder;

  TrainReport(Path folder) {
    this.folder = folder;
    report.put("model", folder.toString());
  }

  /** Where the model goes. */
  Path folder() {
    return folder;
  }

  /** Says that there is no model. */
  TrainReport unsaved() {
    report.remove("model");
    return this;
  }

  TrainReport times(Stopwatch watch) {
    report.put("times", watch.times());
    return this;
  }

  TrainReport data(String source, Data rows) {
    Dataset train = rows.train();
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("source", source);
    data.put("train", train.size());
    rows.validation().ifPresent(some -> data.put("validation", some.size()));
    data.put("test", rows.test().size());
    data.put(
        "shape", Arrays.stream(train.inputs().get(0).shape().toArray()).boxed().toList());
    data.put("labels", train.labelNames().names());
    if (!rows.featureNames().isEmpty()) {
      data.put("features", rows.featureNames());
    }
    data.put("left_out", rows.reading().rowsLost());
    data.put("test_held_out", rows.heldOut());
    data.put("reading", rows.reading().toMap());
    report.put("data", data);
    return this;
  }

  TrainReport options(Map<String, Object> options) {
    report.put("options", options);
    return this;
  }

  TrainReport history(History history) {
    report.put("interrupted", history.interrupted());
    Map<String, Object> epochs = new LinkedHashMap<>();
    for (String name : history.names()) {
      epochs.put(name, Arrays.stream(history.get(name)).boxed().toList());
    }
    report.put("history", epochs);
    return this;
  }

  TrainReport search(List<Attempt> attempts) {
    report.put("search", attempts.stream().map(Attempt::toMap).toList());
    tried.addAll(attempts);
    return this;
  }

  /** What a search tried; none where there was no search. */
  List<Attempt> tried() {
    return tried;
  }

  TrainReport scores(Map<String, Double> figures, Scores scores) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("loss", figures.getOrDefault("loss", Double.NaN));
    all.putAll(scores.toMap());
    report.put("scores", all);
    return this;
  }

  TrainReport thresholds(@Nullable ThresholdChoice choice, List<String> labels) {
    if (choice != null) {
      Map<String, Object> each = new LinkedHashMap<>();
      for (int j = 0; j < labels.size(); j++) {
        Map<String, Object> label = new LinkedHashMap<>();
        label.put("threshold", choice.thresholds()[j]);
        label.put("cross_fitted", choice.crossFitted()[j]);
        label.put("at_half", choice.atHalf()[j]);
        each.put(labels.get(j), label);
      }
      Map<String, Object> said = new LinkedHashMap<>();
      said.put("criterion", choice.criterion().name());
      said.put("labels", each);
      report.put("thresholds", said);
    }
    return this;
  }

  void calibration(CalibrationChoice choice) {
    report.put("calibration", CalibrationOption.toMap(choice));
  }

  /** Everything so far; more may be put in. */
  Map<String, Object> toMap() {
    return report;
  }
}
