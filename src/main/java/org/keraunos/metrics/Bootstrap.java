package org.keraunos.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.keraunos.base.Check;
import org.keraunos.base.CheckReturnValue;

/**
 * How sure a figure is: bootstrap confidence intervals of any metric that takes sample weights, and
 * a paired comparison of two models on the same rows. Rows are drawn with replacement; a row that
 * is drawn twice has weight 2, so nothing is copied.
 *
 * <pre>{@code
 * Bootstrap.of(t.rows()).seed(1).bca(w -> f1Score(t, p, MACRO, o -> o.sampleWeight(w)));
 * }</pre>
 *
 * <p>Same seed, same answer. Draws on which the figure is NaN (a label without a positive row, say)
 * are left out and counted. After Efron and Tibshirani, An Introduction to the Bootstrap, 1993,
 * chapters 13 to 16.
 */
@CheckReturnValue
public final class Bootstrap {
  private static final int MOST_JACKKNIFE_GROUPS = 1000;
  private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

  /** A figure of weighted rows, such as a metric with {@code sampleWeight}. */
  @FunctionalInterface
  public interface Figure {
    /**
     * The figure.
     *
     * @param rowWeights a whole number for each row, not all 0
     * @return the figure, NaN where it is undefined
     */
    double of(double[] rowWeights);
  }

  /**
   * A confidence interval.
   *
   * @param estimate the figure of the rows as they are
   * @param low the lower end
   * @param high the upper end
   * @param level the share of intervals made so that hold the true figure
   * @param undefined draws that were left out because the figure was NaN
   */
  public record Interval(double estimate, double low, double high, double level, int undefined) {}

  /**
   * A comparison of two models.
   *
   * @param difference the first model's figure less the second's, with its percentile interval
   * @param pValue two-sided: twice the smaller share of draws on either side of 0, draws of exactly
   *     0 on both, and one draw added to each
   */
  public record Comparison(Interval difference, double pValue) {}

  private final int rows;
  private final int draws;
  private final double level;
  private final long seed;

  private Bootstrap(int rows, int draws, double level, long seed) {
    this.rows = rows;
    this.draws = draws;
    this.level = level;
    this.seed = seed;
  }

  /**
   * 2000 draws, level 0.95, seed 0.
   *
   * @param rows the number of rows of the problem, at least 1
   * @return the settings
   */
  public static Bootstrap of(int rows) {
    Check.argument(rows >= 1, "rows", "at least 1", rows);
    return new Bootstrap(rows, 2000, 0.95, 0);
  }

  /**
   * Another number of draws.
   *
   * @param draws at least 2
   * @return new settings
   */
  public Bootstrap draws(int draws) {
    Check.argument(draws >= 2, "draws", "at least 2", draws);
    return new Bootstrap(rows, draws, level, seed);
  }

  /**
   * Another level.
   *
   * @param level between 0 and 1
   * @return new settings
   */
  public Bootstrap level(double level) {
    Check.argument(level > 0 && level < 1, "level", "0 < level < 1", level);
    return new Bootstrap(rows, draws, level, seed);
  }

  /**
   * Another seed.
   *
   * @param seed any number
   * @return new settings
   */
  public Bootstrap seed(long seed) {
    return new Bootstrap(rows, draws, level, seed);
  }

  /**
   * The percentile interval: the quantiles of the figure over the draws.
   *
   * @param figure the metric
   * @return the interval, NaN if the figure was NaN on every draw
   */
  public Interval percentile(Figure figure) {
    double[] values = sample(figure);
    double tail = (1 - level) / 2;
    return interval(ones(), figure, values, tail, 1 - tail);
  }

  /**
   * The bias-corrected and accelerated interval (Efron, Better Bootstrap Confidence Intervals,
   * 1987). The acceleration comes from leaving out one row at a time, or, above 1000 rows, one of
   * 1000 groups of neighbouring rows.
   *
   * @param figure the metric
   * @return the interval, NaN if the figure was NaN on every draw
   */
  public Interval bca(Figure figure) {
    double[] values = sample(figure);
    double[] ones = ones();
    double estimate = figure.of(ones.clone());
    double below = 0;
    for (double value : values) {
      below += value < estimate ? 1 : value == estimate ? 0.5 : 0;
    }
    // A share of 0 or 1 has no quantile: half a draw is left on either side.
    double share =
        Math.min(1 - 0.5 / draws, Math.max(0.5 / draws, below / Math.max(1, values.length)));
    double bias = NORMAL.inverseCumulativeProbability(share);
    double acceleration = acceleration(figure);
    double tail = NORMAL.inverseCumulativeProbability((1 - level) / 2);
    return interval(
        ones,
        figure,
        values,
        shifted(bias, acceleration, tail),
        shifted(bias, acceleration, -tail));
  }

  /**
   * Whether one model is better than another: both figures over the same draws.
   *
   * @param first the metric of the first model
   * @param second the same metric of the second model, on the same rows
   * @return the difference with its interval, and a p-value
   */
  public Comparison compare(Figure first, Figure second) {
    Figure difference = weights -> first.of(weights.clone()) - second.of(weights.clone());
    double[] values = sample(difference);
    double tail = (1 - level) / 2;
    Interval interval = interval(ones(), difference, values, tail, 1 - tail);
    long notAbove = Arrays.stream(values).filter(v -> v <= 0).count();
    long notBelow = Arrays.stream(values).filter(v -> v >= 0).count();
    double p = 2.0 * (Math.min(notAbove, notBelow) + 1) / (values.length + 1);
    return new Comparison(interval, values.length == 0 ? Double.NaN : Math.min(1, p));
  }

  /** The figure over the draws, ascending, without NaN. */
  private double[] sample(Figure figure) {
    RandomGenerator random = new Well19937c(seed);
    List<Double> values = new ArrayList<>();
    for (int d = 0; d < draws; d++) {
      double[] weights = new double[rows];
      for (int i = 0; i < rows; i++) {
        weights[random.nextInt(rows)]++;
      }
      double value = figure.of(weights);
      if (!Double.isNaN(value)) {
        values.add(value);
      }
    }
    return values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  private double acceleration(Figure figure) {
    int groups = Math.min(rows, MOST_JACKKNIFE_GROUPS);
    if (groups < 2) {
      return 0;
    }
    double[] without = new double[groups];
    for (int g = 0; g < groups; g++) {
      double[] weights = ones();
      int from = (int) ((long) g * rows / groups);
      int to = (int) ((g + 1L) * rows / groups);
      Arrays.fill(weights, from, to, 0);
      without[g] = figure.of(weights);
    }
    without = Arrays.stream(without).filter(v -> !Double.isNaN(v)).toArray();
    double mean = Arrays.stream(without).average().orElse(0);
    double squares = 0;
    double cubes = 0;
    for (double value : without) {
      double gap = mean - value;
      squares += gap * gap;
      cubes += gap * gap * gap;
    }
    return squares == 0 ? 0 : cubes / (6 * Math.pow(squares, 1.5));
  }

  private static double shifted(double bias, double acceleration, double quantile) {
    double sum = bias + quantile;
    return NORMAL.cumulativeProbability(bias + sum / (1 - acceleration * sum));
  }

  private Interval interval(
      double[] ones, Figure figure, double[] sorted, double low, double high) {
    return new Interval(
        figure.of(ones),
        quantile(sorted, low),
        quantile(sorted, high),
        level,
        draws - sorted.length);
  }

  /** NumPy's linear quantile. */
  private static double quantile(double[] sorted, double q) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double place = q * (sorted.length - 1);
    int before = (int) Math.floor(place);
    int after = Math.min(sorted.length - 1, before + 1);
    return sorted[before] + (place - before) * (sorted[after] - sorted[before]);
  }

  private double[] ones() {
    double[] ones = new double[rows];
    Arrays.fill(ones, 1);
    return ones;
  }
}
