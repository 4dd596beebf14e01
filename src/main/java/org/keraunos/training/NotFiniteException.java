package org.keraunos.training;

import java.io.Serial;
import java.util.Locale;

/**
 * The training diverged: a loss or a weight is no finite number any more. The message says where,
 * at which rate, and what to try. Where the training writes checkpoints, and the last one is of the
 * same epoch and no more than 1,000 steps ago, it has the first layer as well whose output, or
 * whose gradient, was not finite.
 */
public final class NotFiniteException extends IllegalStateException {
  @Serial
  private static final long serialVersionUID = 1L;

  private final String problem;
  private final int epoch;
  private final int step;

  private NotFiniteException(String problem, int epoch, int step) {
    super(problem
        + ": the training diverged. Try a lower rate (Adam's default is 0.001), gradients that are"
        + " clipped, or inputs that are scaled to small numbers");
    this.problem = problem;
    this.epoch = epoch;
    this.step = step;
  }

  /**
   * The same, with where it began.
   *
   * @param first {@code : the output of dense_1 holds Infinity}
   */
  NotFiniteException with(String first) {
    return new NotFiniteException(problem + first, epoch, step);
  }

  private static String problem(String what, int epoch, int step, double rate) {
    return String.format(
        Locale.ROOT,
        "%s at step %d of epoch %d, at a learning rate of %s",
        what,
        step + 1,
        epoch + 1,
        rate);
  }

  /** What happened, without what it means. */
  String problem() {
    return problem;
  }

  static NotFiniteException loss(double loss, int epoch, int step, double rate) {
    return new NotFiniteException(problem("the loss is " + loss, epoch, step, rate), epoch, step);
  }

  static NotFiniteException weight(String name, double value, int epoch, int step, double rate) {
    String what = "the weight " + name + " holds " + value;
    return new NotFiniteException(problem(what, epoch, step, rate), epoch, step);
  }

  /** {@return the epoch, from 0} */
  public int epoch() {
    return epoch;
  }

  /**
   * {@return the step in its epoch, from 0; the epoch's last one if a weight was found behind it}
   */
  public int step() {
    return step;
  }
}
