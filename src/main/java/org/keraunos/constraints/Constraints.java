package org.keraunos.constraints;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.keraunos.base.Codec;
import org.keraunos.base.Codecs;
import org.keraunos.base.Kind;
import org.keraunos.base.Registry;
import org.keraunos.base.Settings;

/**
 * The constraints, as in {@code keras.constraints}, and the way to add one's own. Norms are along
 * the first axis if no other is given, which for a dense layer is the norm of what goes into each
 * unit; for convolutions take axes 0, 1 and 2.
 */
public final class Constraints {
  private Constraints() {}

  /** {@return the constraint that puts 0 in place of what is below} */
  public static Constraint nonNeg() {
    return NonNeg.KIND.make(NonNeg.KIND.settings());
  }

  /**
   * Norms of at most a number.
   *
   * @param maxValue at least 0; Keras's default is 2
   * @param axes along which norms are taken; the first if none is given
   * @return the constraint
   */
  public static Constraint maxNorm(double maxValue, int... axes) {
    return norms(Norms.MAX, Norms.MAX.settings().with(Norms.MAX_VALUE, maxValue), axes);
  }

  /**
   * Norms of 1.
   *
   * @param axes along which norms are taken; the first if none is given
   * @return the constraint
   */
  public static Constraint unitNorm(int... axes) {
    return norms(Norms.UNIT, Norms.UNIT.settings(), axes);
  }

  /**
   * Norms between two numbers.
   *
   * @param minValue at least 0
   * @param maxValue at least 0
   * @param rate how much of the way is gone each step, 0 to 1
   * @param axes along which norms are taken; the first if none is given
   * @return the constraint
   */
  public static Constraint minMaxNorm(double minValue, double maxValue, double rate, int... axes) {
    Settings settings = Norms.MIN_MAX
        .settings()
        .with(Norms.MIN_VALUE, minValue)
        .with(Norms.MAX_VALUE, maxValue)
        .with(Norms.RATE, rate);
    return norms(Norms.MIN_MAX, settings, axes);
  }

  /**
   * Adds a kind of one's own, so that configurations with it can be read.
   *
   * @param name the registered name: {@code my>Simplex}
   * @param kind gives the kind, when asked for
   * @throws IllegalArgumentException if there is one of that name
   */
  public static void register(String name, Supplier<Kind<? extends Constraint>> kind) {
    registry().register(name, kind);
  }

  /** {@return the known kinds; loaded when somebody asks} */
  public static Registry<Constraint> registry() {
    return Known.REGISTRY;
  }

  /** {@return how constraints stand in configurations; null for none} */
  public static Codec<Optional<Constraint>> codec() {
    return Codecs.optional(Codecs.kindOf(Constraints::registry));
  }

  private static Constraint norms(Kind<Norms> kind, Settings settings, int... axes) {
    List<Integer> along = Arrays.stream(axes).boxed().toList();
    return kind.make(along.isEmpty() ? settings : settings.with(Norms.AXIS, along));
  }

  /** Loaded when a configuration is read or written, not when a network is made. */
  private static final class Known {
    static final Registry<Constraint> REGISTRY =
        new Registry<>("constraint", "keras.constraints", "Constraints.register");

    static {
      known("NonNeg", "non_neg", () -> NonNeg.KIND);
      known("MaxNorm", "max_norm", () -> Norms.MAX);
      known("MinMaxNorm", "min_max_norm", () -> Norms.MIN_MAX);
      known("UnitNorm", "unit_norm", () -> Norms.UNIT);
    }

    private static void known(
        String className, String shortName, Supplier<Kind<? extends Constraint>> kind) {
      REGISTRY.register(className, kind);
      REGISTRY.registerShort(shortName, () -> kind.get().make(kind.get().settings()));
    }
  }
}
