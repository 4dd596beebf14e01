package org.keraunos.metrics;

import java.util.Locale;
import org.keraunos.base.Check;

/**
 * How figures become one number: scikit-learn's {@code average}. Figures a label are methods of
 * their own, for example {@link LabelMetrics#f1ScorePerLabel}.
 */
public enum Average implements Option {
  /**
   * The figure of the one label of a problem of one column, the class 1: scikit-learn's
   * {@code binary}.
   */
  BINARY {
    @Override
    double of(Counts counts, Rate rate, Division division) {
      Check.argument(counts.size() == 1, "average", SEVERAL, "binary, with " + counts.size());
      return counts.rate(0, rate, division);
    }

    @Override
    int results(int labels) {
      return 1;
    }
  },
  /** Counts of all labels are summed first. */
  MICRO {
    @Override
    double of(Counts counts, Rate rate, Division division) {
      return counts.pooledRate(rate, division);
    }

    @Override
    int results(int labels) {
      return 1;
    }
  },
  /** The plain mean over the labels. */
  MACRO {
    @Override
    double of(Counts counts, Rate rate, Division division) {
      return Mean.of(counts.rates(rate, division), null);
    }
  },
  /** The mean over the labels, each with its number (weight) of true rows. */
  WEIGHTED {
    @Override
    double of(Counts counts, Rate rate, Division division) {
      return Mean.of(counts.rates(rate, division), counts.positives());
    }
  },
  /** The mean over the rows of the figure of each row. */
  SAMPLES {
    @Override
    double of(Counts counts, Rate rate, Division division) {
      throw new IllegalStateException("samples needs counts a row");
    }

    @Override
    double[] of(String metric, Tally tally, Rate[] rates, Division[] divisions) {
      return tally.means(metric, rates, divisions);
    }
  };

  private static final String SEVERAL = "micro, macro, weighted or samples, for several columns";

  /**
   * What is meant where nothing is said: with one column its label, with several their plain mean.
   */
  static Average byDefault(int columns) {
    return columns == 1 ? BINARY : MACRO;
  }

  /** Whether it goes with so many columns. */
  void check(int columns) {
    Check.argument(this != BINARY || columns == 1, "average", SEVERAL, "binary, with " + columns);
  }

  /** The figure from counts a label. */
  abstract double of(Counts counts, Rate rate, Division division);

  /** Several figures of one problem. */
  double[] of(String metric, Tally tally, Rate[] rates, Division[] divisions) {
    double[] result = new double[rates.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = of(tally.perLabel(), rates[i], divisions[i]);
    }
    return result;
  }

  /**
   * How many values are averaged, as far as the words of a warning are concerned: one or several.
   */
  int results(int labels) {
    return labels;
  }

  String lowerCase() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void set(Options options) {
    options.average(this);
  }
}
