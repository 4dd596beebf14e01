package org.keraunos.optimizers;

import java.util.Optional;
import org.keraunos.base.Kind;
import org.keraunos.base.Settings;

/**
 * {@link Adam} whose weights decay: {@code w -= w decay rate} before each change. Loshchilov and
 * Hutter, ICLR 2019; {@code keras.optimizers.AdamW}.
 *
 * <p>Defaults: those of Adam, weight decay 0.004.
 */
public final class AdamW extends AdamRule<AdamW> {
  /** The kind. */
  public static final Kind<AdamW> KIND = Kind.of("AdamW", AdamW::new)
      .group(common("adam_w", 0.001))
      .option(WEIGHT_DECAY, Optional.of(0.004))
      .group(RULE);

  AdamW(Settings settings) {
    super(settings);
  }
}
