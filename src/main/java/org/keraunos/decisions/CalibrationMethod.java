package org.keraunos.decisions;

import java.util.Arrays;
import java.util.Locale;
import org.keraunos.base.Check;

/** How probabilities are made to mean what they say. */
public enum CalibrationMethod {
  /**
   * One factor on the logits of all labels (Guo et al., 2017): keeps each order, and the labels a
   * row that 0.5 cuts.
   */
  TEMPERATURE,

  /** A factor and a shift of the logits of each label (Platt, 1999), with his targets. */
  PLATT,

  /**
   * The best rising steps of each label, with straight lines between (Zadrozny and Elkan, 2002).
   */
  ISOTONIC;

  /**
   * The method of a name.
   *
   * @param name {@code temperature}, {@code platt} or {@code isotonic}
   * @return the method
   * @throws IllegalArgumentException if there is none of that name
   */
  public static CalibrationMethod of(String name) {
    return Arrays.stream(values())
        .filter(each -> each.spelled().equals(name))
        .findFirst()
        .orElseThrow(() -> Check.bad("calibration", "temperature, platt or isotonic", name));
  }

  /** {@return its name in files and on the command line} */
  public String spelled() {
    return name().toLowerCase(Locale.ROOT);
  }
}
