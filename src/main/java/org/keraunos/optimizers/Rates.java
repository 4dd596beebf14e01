package org.keraunos.optimizers;

import org.keraunos.base.Check;

/** What a learning rate may be. */
final class Rates {
  private Rates() {}

  static void check(String argument, double rate) {
    Check.argument(rate > 0 && Double.isFinite(rate), argument, "a finite number > 0", rate);
  }
}
