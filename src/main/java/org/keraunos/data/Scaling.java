package org.keraunos.data;

import org.keraunos.base.Check;
import org.keraunos.base.CheckReturnValue;

/**
 * What turns a stored number into what the network sees: {@code (stored - offset) / scale}.
 *
 * @param scale the divisor, not 0; 255 for pixels
 * @param offset what is subtracted first
 */
@CheckReturnValue
public record Scaling(float scale, float offset) {
  /** Numbers as they are. */
  public static final Scaling NONE = new Scaling(1, 0);

  /** Bytes to 0 .. 1. */
  public static final Scaling PIXELS = new Scaling(255, 0);

  /**
   * Checks the numbers.
   *
   * @param scale the divisor
   * @param offset what is subtracted first
   * @throws IllegalArgumentException if the scale is 0 or one of them is not finite
   */
  public Scaling {
    Check.argument(
        Float.isFinite(scale) && scale != 0, "scale", "a finite number that is not 0", scale);
    Check.argument(Float.isFinite(offset), "offset", "a finite number", offset);
  }
}
