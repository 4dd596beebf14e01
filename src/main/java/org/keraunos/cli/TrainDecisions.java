package org.keraunos.cli;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.keraunos.CalibrationChoice;
import org.keraunos.Model;
import org.keraunos.data.Data;
import org.keraunos.data.Dataset;
import org.keraunos.decisions.CalibrationMethod;
import org.keraunos.decisions.Criterion;
import org.keraunos.decisions.ThresholdChoice;
import org.keraunos.recipes.Training;

/** What is made of a trained model's probabilities, by the rows to validate on. */
final class TrainDecisions {
  private TrainDecisions() {}

  /**
   * Calibrates on the rows to validate on, and then chooses thresholds there, of rows that were
   * calibrated by others; sets what is asked for in the model.
   *
   * @return the thresholds; null if none is asked
   */
  static @Nullable ThresholdChoice decide(
      Model network,
      Training how,
      Data rows,
      long seed,
      @Nullable CalibrationMethod method,
      TrainReport report,
      Consumer<String> say) {
    Criterion criterion = how.thresholds().orElse(null);
    if (criterion == null && method == null) {
      return null;
    }
    Dataset train = rows.train();
    Dataset validation = how.validationSplit() > 0
        ? how.validation(train, seed)
        : rows.validation().orElseThrow();
    CalibrationChoice calibrated = method == null ? null : network.calibrate(validation, method);
    if (calibrated != null) {
      say.accept(CalibrationOption.line(calibrated));
      report.calibration(calibrated);
    }
    if (criterion == null) {
      return null;
    }
    ThresholdChoice choice;
    if (calibrated == null) {
      choice = network.thresholds(validation, criterion);
    } else {
      choice = calibrated.thresholds(criterion);
      network.thresholds(choice.thresholds());
    }
    say.accept(ThresholdNames.line(choice, train.labelNames().names()));
    return choice;
  }
}
