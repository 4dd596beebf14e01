package org.keraunos.metrics;

/**
 * A setting of a batch metric: an {@link Average}, a {@link ZeroDivision}, or a lambda over
 * {@link Options}.
 *
 * <pre>{@code
 * f1Score(t, p, MACRO);
 * f1Score(t, p, WEIGHTED, o -> o.labels(0, 2).zeroDivision(NAN).sampleWeight(w));
 * }</pre>
 */
@FunctionalInterface
public interface Option {
  /**
   * Applies the setting.
   *
   * @param options the options of one call
   */
  void set(Options options);
}
