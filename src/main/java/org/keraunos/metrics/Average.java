package org.keraunos.metrics;

import java.util.Locale;

/**
 * How figures become one number: scikit-learn's {@code average}. Figures a label are methods of their own, for example
 * {@link LabelMetrics#f1ScorePerLabel}.
 */
public enum Average implements Option {
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

  /** How many values are averaged, as far as the words of a warning are concerned: one or several. */
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
