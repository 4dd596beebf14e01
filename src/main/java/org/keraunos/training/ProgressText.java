package org.keraunos.training;

import java.util.Locale;
import java.util.Map;

/** Figures as text, as Keras prints them. */
public final class ProgressText {
  private ProgressText() {}

  /**
   * What an epoch came to, as one line.
   *
   * @param event the epoch
   * @param epochs how many there are at most
   * @return its time, its figures, and how much of the steps' time they waited for data
   */
  public static String of(Callback.EpochEnd event, int epochs) {
    return String.format(
        Locale.ROOT,
        "Epoch %d/%d - %.1fs - %s - input wait: %.1f %%",
        event.epoch() + 1,
        epochs,
        event.seconds(),
        of(event.logs()),
        100 * event.inputWaitShare());
  }

  /**
   * Figures as one line, those below a thousandth by their powers of ten.
   *
   * @param logs names and values
   * @return for example {@code loss: 0.1234 - accuracy: 0.9310}
   */
  public static String of(Map<String, Double> logs) {
    return of(logs, Integer.MAX_VALUE);
  }

  /**
   * As many figures as there is room for; none is cut, and the first is always there.
   *
   * @param logs names and values
   * @param room the most characters
   * @return for example {@code loss: 0.1234 - accuracy: 0.9310}
   */
  static String of(Map<String, Double> logs, int room) {
    StringBuilder line = new StringBuilder();
    for (Map.Entry<String, Double> each : logs.entrySet()) {
      double value = each.getValue();
      boolean small = value != 0 && Math.abs(value) < 1e-3;
      String next = String.format(
          Locale.ROOT,
          small ? "%s%s: %.4e" : "%s%s: %.4f",
          line.isEmpty() ? "" : " - ",
          each.getKey(),
          value);
      if (!line.isEmpty() && line.length() + next.length() > room) {
        break;
      }
      line.append(next);
    }
    return line.toString();
  }
}
