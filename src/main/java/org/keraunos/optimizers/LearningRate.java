package org.keraunos.optimizers;

import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.Codec;
import org.keraunos.base.ConfigForm;
import org.keraunos.schedules.Schedule;
import org.keraunos.schedules.Schedules;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** The rate of an optimizer: a number that can be changed while it trains, or a schedule. */
public sealed interface LearningRate {
  /**
   * A number; the graph keeps it in a variable.
   *
   * @param rate above 0
   */
  record Fixed(double rate) implements LearningRate {
    @Override
    public String toString() {
      return String.valueOf(rate);
    }
  }

  /**
   * A function of the number of the step; the graph computes it.
   *
   * @param schedule the function
   */
  record Scheduled(Schedule schedule) implements LearningRate {
    /**
     * Emits the rate.
     *
     * @param tf where to
     * @param iteration the number of steps taken so far, accumulating ones included
     * @return a scalar
     */
    public Operand<TFloat32> rate(Ops tf, Operand<TInt64> iteration) {
      return schedule.rate(tf, iteration);
    }

    @Override
    public String toString() {
      return schedule.toString();
    }
  }

  /** {@return whether it is a schedule, or a number that can be used} */
  default boolean isUsable() {
    return !(this instanceof Fixed fixed) || (fixed.rate() > 0 && Double.isFinite(fixed.rate()));
  }

  /** {@return a number or a schedule, as Keras writes them} */
  static Codec<LearningRate> codec() {
    return new Codec<>() {
      @Override
      public LearningRate read(@Nullable Object value, String where) {
        if (value instanceof Number number) {
          return new Fixed(number.doubleValue());
        }
        Check.argument(value != null, where, form(), "null");
        return new Scheduled(Schedules.registry().read(value, where));
      }

      @Override
      public Object write(LearningRate value, ConfigForm form) {
        return value instanceof Scheduled scheduled
            ? Schedules.registry().write(scheduled.schedule(), form)
            : (Object) ((Fixed) value).rate();
      }

      @Override
      public String form() {
        return "a number or a schedule";
      }
    };
  }
}
