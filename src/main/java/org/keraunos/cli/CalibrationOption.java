package org.keraunos.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keraunos.CalibrationChoice;
import org.keraunos.base.Check;
import org.keraunos.decisions.CalibrationMethod;
import picocli.CommandLine.Option;

/** The option {@code --calibrate}, and what a calibration came to, for people and for JSON. */
final class CalibrationOption {
  @Option(
      names = "--calibrate",
      paramLabel = "METHOD",
      description =
          "Makes probabilities mean what they say: temperature, platt or isotonic. train fits that on the rows to "
              + "validate on, before thresholds are chosen; evaluate on the rows that it scores, each fifth of them "
              + "calibrated by the others.")
  private @Nullable String name;

  CalibrationOption() {}

  /** How; null if it is not asked for. */
  @Nullable
  CalibrationMethod method() {
    String given = name;
    return given == null
        ? null
        : OfOption.named("--calibrate", "calibration", () -> CalibrationMethod.of(given));
  }

  /** Fails over a name that is none. */
  void check() {
    var unused = method();
  }

  /** Fails where nothing is held out. */
  void checkValidation(boolean validation) {
    Check.argument(
        name == null || validation,
        "--calibrate",
        "--validation-split beside it, or data with a validation part",
        "no rows to validate on");
  }

  void addTo(Map<String, Object> options) {
    if (name != null) {
      options.put("calibrate", name);
    }
  }

  /** What a calibration came to, in a line. */
  static String line(CalibrationChoice choice) {
    return String.format(
        Locale.ROOT,
        "Calibrated (%s): expected calibration error, mean of the labels, on rows that it was not fitted on %.4f,"
            + " before %.4f",
        choice.calibration().method().spelled(),
        choice.errorAfter(),
        choice.errorBefore());
  }

  static Map<String, Object> toMap(CalibrationChoice choice) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("before", choice.errorBefore());
    error.put("after", choice.errorAfter());
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("method", choice.calibration().method().spelled());
    said.put("expected_calibration_error", error);
    return said;
  }
}
