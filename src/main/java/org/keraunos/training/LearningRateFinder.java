package org.keraunos.training;

import java.util.ArrayList;
import java.util.List;
import org.keraunos.base.Check;
import org.keraunos.data.Batch;
import org.keraunos.data.Dataset;
import org.keraunos.graph.StepGraph;
import org.keraunos.graph.StepResult;

/**
 * How to look for a learning rate: a step at each of the rates from {@link #minRate} to
 * {@link #maxRate}, which grow by the same factor, until the loss is far above its best. Smith,
 * 2015 ("Cyclical learning rates for training neural networks"). It is changed in place, and so
 * lives in the lambda that {@code findLearningRate} takes.
 */
public final class LearningRateFinder {
  /** A smoothed loss of so many times the best one ends the search. */
  private static final double FAR = 4;

  private int batchSize = 32;
  private int steps = 100;
  private double minRate = 1e-7;
  private double maxRate = 10;

  LearningRateFinder() {}

  /**
   * The rows of a step.
   *
   * @param rows at least 1; 32 if not given
   * @return this
   */
  public LearningRateFinder batchSize(int rows) {
    Check.argument(rows >= 1, "batchSize", ">= 1", rows);
    this.batchSize = rows;
    return this;
  }

  /**
   * How many rates to try; the data begin anew where they do not suffice.
   *
   * @param count at least 10; 100 if not given
   * @return this
   */
  public LearningRateFinder steps(int count) {
    Check.argument(count >= 10, "steps", ">= 10", count);
    this.steps = count;
    return this;
  }

  /**
   * The first rate.
   *
   * @param rate above 0; 1e-7 if not given
   * @return this
   */
  public LearningRateFinder minRate(double rate) {
    Check.argument(rate > 0 && Double.isFinite(rate), "minRate", "a finite number > 0", rate);
    this.minRate = rate;
    return this;
  }

  /**
   * The last rate.
   *
   * @param rate above the first; 10 if not given
   * @return this
   */
  public LearningRateFinder maxRate(double rate) {
    Check.argument(rate > 0 && Double.isFinite(rate), "maxRate", "a finite number > 0", rate);
    this.maxRate = rate;
    return this;
  }

  RateCurve run(StepGraph graph, Dataset data, long seed) {
    Check.argument(maxRate > minRate, "maxRate", "above minRate, " + minRate, maxRate);
    List<Double> rates = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    RateCurve.Smoothing smoothing = new RateCurve.Smoothing();
    EpochOrder order = new EpochOrder(data.size(), seed, true);
    double best = Double.POSITIVE_INFINITY;
    try (BatchFeed feed = new BatchFeed(data, batchSize)) {
      int epoch = -1;
      for (int step = 0; step < steps && !Thread.currentThread().isInterrupted(); step++) {
        if (epoch < 0 || !feed.hasNext()) {
          feed.start(order.of(++epoch, 0));
        }
        double rate = minRate * Math.pow(maxRate / minRate, step / (steps - 1.0));
        graph.setLearningRate(rate);
        Batch batch = feed.next();
        StepResult result = graph.train(batch, epoch);
        if (!result.hasRun()) {
          continue;
        }
        double smooth = smoothing.next(result.loss());
        if (!Double.isFinite(result.loss()) || smooth > FAR * Math.abs(best)) {
          break;
        }
        best = Math.min(best, smooth);
        rates.add(rate);
        losses.add(result.loss());
      }
    }
    return new RateCurve(rates, losses);
  }
}
