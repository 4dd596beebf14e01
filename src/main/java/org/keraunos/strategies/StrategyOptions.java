package org.keraunos.strategies;

import java.util.function.Consumer;
import org.keraunos.base.Check;

/** Settings of {@link Strategies}, with scikit-learn's names and defaults. */
public final class StrategyOptions {
  double c = 1;
  double tol = 1e-4;
  int maxIter = 100;
  int cv;
  int[] order = {};
  int count = 10;
  long seed;
  boolean passthrough = true;
  String name = "model";

  StrategyOptions() {}

  static StrategyOptions of(Consumer<StrategyOptions> settings) {
    StrategyOptions options = new StrategyOptions();
    Check.given(settings, "settings").accept(options);
    return options;
  }

  /**
   * How little weights are held to be small.
   *
   * @param inverse the inverse of the strength of the L2 penalty, &gt; 0; 1 by default
   * @return this
   */
  public StrategyOptions c(double inverse) {
    Check.argument(inverse > 0 && Double.isFinite(inverse), "c", "a number > 0", inverse);
    this.c = inverse;
    return this;
  }

  /**
   * When the solver is near enough.
   *
   * @param largest the largest entry of the gradient of the mean loss, &gt; 0; 1e-4 by default
   * @return this
   */
  public StrategyOptions tol(double largest) {
    Check.argument(largest > 0 && Double.isFinite(largest), "tol", "a number > 0", largest);
    this.tol = largest;
    return this;
  }

  /**
   * How many steps the solver makes at most.
   *
   * @param steps at least 1; 100 by default
   * @return this
   */
  public StrategyOptions maxIter(int steps) {
    Check.argument(steps >= 1, "maxIter", ">= 1", steps);
    this.maxIter = steps;
    return this;
  }

  /**
   * What the later labels of a chain and the second floor of stacking learn from.
   *
   * @param folds 0, a chain's default: the true labels before; at least 2, for stacking 5 by
   *     default: probabilities that the other folds predict. Row i is in fold i modulo
   *     {@code folds}
   * @return this
   */
  public StrategyOptions cv(int folds) {
    Check.argument(folds == 0 || folds >= 2, "cv", "0, or >= 2", folds);
    this.cv = folds;
    return this;
  }

  /**
   * The order of a chain.
   *
   * @param labels every label's number once; their own order by default
   * @return this
   */
  public StrategyOptions order(int... labels) {
    this.order = Check.given(labels, "order").clone();
    return this;
  }

  /**
   * How many chains are in an ensemble.
   *
   * @param chains at least 1; 10 by default
   * @return this
   */
  public StrategyOptions count(int chains) {
    Check.argument(chains >= 1, "count", ">= 1", chains);
    this.count = chains;
    return this;
  }

  /**
   * What draws the orders of an ensemble's chains.
   *
   * @param value the seed; 0 by default
   * @return this
   */
  public StrategyOptions seed(long value) {
    this.seed = value;
    return this;
  }

  /**
   * Whether the second floor of stacking sees the features beside the first floor's probabilities.
   *
   * @param features true by default
   * @return this
   */
  public StrategyOptions passthrough(boolean features) {
    this.passthrough = features;
    return this;
  }

  /**
   * The model's name.
   *
   * @param text {@code model} by default
   * @return this
   */
  public StrategyOptions name(String text) {
    this.name = Check.given(text, "name");
    return this;
  }
}
