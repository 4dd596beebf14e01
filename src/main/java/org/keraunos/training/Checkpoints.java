package org.keraunos.training;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.keraunos.base.Check;

/**
 * When the state of a training is written, and how many files are kept. After each epoch if nothing
 * is said; with {@link #everySteps} or {@link #everyMinutes} after these instead. It is changed in
 * place, and so lives in the lambda that {@link FitOptions#checkpoints} takes.
 */
public final class Checkpoints {
  private static final System.Logger LOG = System.getLogger(Checkpoints.class.getPackageName());

  private final Path folder;
  private int steps;
  private double minutes;
  private int kept = 3;
  private Consumer<String> remarks = remark -> LOG.log(System.Logger.Level.WARNING, remark);

  Checkpoints(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes after steps.
   *
   * @param number after how many, at least 1
   * @return this
   */
  public Checkpoints everySteps(int number) {
    Check.argument(number >= 1, "checkpoints.everySteps", ">= 1", number);
    this.steps = number;
    return this;
  }

  /**
   * Writes after the step, or the end of an epoch, at which the time is over.
   *
   * @param number minutes since the last, above 0
   * @return this
   */
  public Checkpoints everyMinutes(double number) {
    Check.argument(
        number > 0 && Double.isFinite(number), "checkpoints.everyMinutes", "> 0", number);
    this.minutes = number;
    return this;
  }

  /**
   * How many files are kept; the oldest go.
   *
   * @param files at least 1; 3 if not given
   * @return this
   */
  public Checkpoints keep(int files) {
    Check.argument(files >= 1, "checkpoints.keep", ">= 1", files);
    this.kept = files;
    return this;
  }

  /**
   * Who is told what the user should know: a checkpoint that cannot be written or is damaged.
   *
   * @param takes a line; {@link System.Logger} if not given
   * @return this
   */
  public Checkpoints remarks(Consumer<String> takes) {
    this.remarks = takes;
    return this;
  }

  Path folder() {
    return folder;
  }

  int kept() {
    return kept;
  }

  Consumer<String> remarks() {
    return remarks;
  }

  boolean isDue(boolean epochEnd, int stepsSince, double minutesSince) {
    if (steps == 0 && minutes == 0) {
      return epochEnd;
    }
    return (steps > 0 && stepsSince >= steps) || (minutes > 0 && minutesSince >= minutes);
  }

  /** Whether states are wanted while an epoch runs, which all metrics must have. */
  boolean areWithinEpochs() {
    return steps > 0 || minutes > 0;
  }
}
