package org.keraunos.metrics;

import org.keraunos.base.Check;

/** A figure that is a quotient of counts: precision, recall, F-beta, Jaccard. */
abstract class Rate {
  static final Rate PRECISION = new Rate("Precision is", "predicted") {
    @Override
    double denominator(double predicted, double positive, double either) {
      return predicted;
    }
  };

  static final Rate RECALL = new Rate("Recall is", "true") {
    @Override
    double denominator(double predicted, double positive, double either) {
      return positive;
    }
  };

  /** Recall where truth and predictions are turned. */
  static final Rate SPECIFICITY = new Rate("Specificity is", "negative") {
    @Override
    double denominator(double predicted, double positive, double either) {
      return positive;
    }
  };

  static final Rate F1 = new F(1);

  static final Rate JACCARD = new Rate("Jaccard is", "true or predicted") {
    @Override
    double denominator(double predicted, double positive, double either) {
      return either;
    }
  };

  private final String subject;
  private final String lacking;

  private Rate(String subject, String lacking) {
    this.subject = subject;
    this.lacking = lacking;
  }

  double numerator(double tp) {
    return tp;
  }

  /** What is divided by, from the cells that are predicted, true, and one of both. */
  abstract double denominator(double predicted, double positive, double either);

  /** F-beta, which is precision at 0 and recall at infinity, there without warnings of its own. */
  static Rate f(double beta) {
    Check.argument(beta >= 0, "beta", "a number >= 0", beta);
    if (beta == 0) {
      return new Quiet(PRECISION);
    }
    return beta == Double.POSITIVE_INFINITY ? new Quiet(RECALL) : beta == 1 ? F1 : new F(beta);
  }

  boolean warns() {
    return true;
  }

  /** scikit-learn's warning for a zero denominator. */
  Warnings.Warning warning(String metric, boolean samples, int results) {
    String code = lacking.replace("true or predicted", "true nor predicted").replace(' ', '_');
    String counted = samples ? "label" : "sample";
    String where = results == 1 ? "due to" : "in " + (samples ? "sample" : "label") + "s with";
    return new Warnings.Warning(
        metric,
        "no_" + code + "_" + counted + "s",
        subject + " ill-defined and being set to 0.0 " + where + " no " + lacking + " " + counted
            + "s. Use `zero_division` parameter to control this behavior.");
  }

  private static final class F extends Rate {
    /** From here on the other summand is lost in the last digit, and products may not be finite. */
    private static final double VAST = 1e100;

    private final double square;

    F(double beta) {
      super("F-score is", "true nor predicted");
      square = beta * beta;
    }

    @Override
    double numerator(double tp) {
      return square < VAST ? (1 + square) * tp : tp;
    }

    @Override
    double denominator(double predicted, double positive, double either) {
      if (square < VAST) {
        return square * positive + predicted;
      }
      return positive == 0 ? predicted : positive + predicted / square;
    }
  }

  private static final class Quiet extends Rate {
    private final Rate rate;

    Quiet(Rate rate) {
      super(rate.subject, rate.lacking);
      this.rate = rate;
    }

    @Override
    double denominator(double predicted, double positive, double either) {
      return rate.denominator(predicted, positive, either);
    }

    @Override
    boolean warns() {
      return false;
    }
  }
}
