package org.keraunos.optimizers;

import org.keraunos.base.Kind;
import org.keraunos.base.Settings;

/**
 * Adam: {@code m += (g - m)(1 - beta1)}, {@code v += (g^2 - v)(1 - beta2)}, {@code w -= rate sqrt(1
 * - beta2^t) / (1 - beta1^t) m / (sqrt(v) + epsilon)}. Kingma and Ba, ICLR 2015;
 * {@code keras.optimizers.Adam}.
 *
 * <p>Defaults: rate 0.001, beta1 0.9, beta2 0.999, epsilon 1e-7, no weight decay.
 */
public final class Adam extends AdamRule<Adam> {
  /** The kind. */
  public static final Kind<Adam> KIND =
      Kind.of("Adam", Adam::new).group(common("adam", 0.001)).group(RULE);

  Adam(Settings settings) {
    super(settings);
  }
}
