package org.keraunos.regularizers;

import java.util.Optional;
import java.util.function.Supplier;
import org.keraunos.base.Codec;
import org.keraunos.base.Codecs;
import org.keraunos.base.Kind;
import org.keraunos.base.Registry;

/** The regularizers, as in {@code keras.regularizers}, and the way to add one's own. */
public final class Regularizers {
  private Regularizers() {}

  /**
   * {@code factor sum |w|}: brings weights to 0.
   *
   * @param factor at least 0; Keras's default is 0.01
   * @return the regularizer
   */
  public static Regularizer l1(double factor) {
    return L1L2.ONLY_L1.make(L1L2.ONLY_L1.settings().with(L1L2.L1, factor));
  }

  /**
   * {@code factor sum w^2}: keeps weights small.
   *
   * @param factor at least 0; Keras's default is 0.01
   * @return the regularizer
   */
  public static Regularizer l2(double factor) {
    return L1L2.ONLY_L2.make(L1L2.ONLY_L2.settings().with(L1L2.L2, factor));
  }

  /**
   * {@code l1 sum |w| + l2 sum w^2}.
   *
   * @param l1 at least 0
   * @param l2 at least 0
   * @return the regularizer
   */
  public static Regularizer l1l2(double l1, double l2) {
    return L1L2.KIND.make(L1L2.KIND.settings().with(L1L2.L1, l1).with(L1L2.L2, l2));
  }

  /**
   * The mean size of the cosines between the rows of a matrix: brings them to right angles.
   *
   * @param factor at least 0; Keras's default is 0.01
   * @return the regularizer
   */
  public static Regularizer orthogonalRows(double factor) {
    return orthogonal(factor, OrthogonalRegularizer.Mode.ROWS);
  }

  /**
   * The mean size of the cosines between the columns of a matrix: for a dense layer, the weights of
   * its units.
   *
   * @param factor at least 0; Keras's default is 0.01
   * @return the regularizer
   */
  public static Regularizer orthogonalColumns(double factor) {
    return orthogonal(factor, OrthogonalRegularizer.Mode.COLUMNS);
  }

  private static Regularizer orthogonal(double factor, OrthogonalRegularizer.Mode mode) {
    return OrthogonalRegularizer.KIND.make(OrthogonalRegularizer.KIND
        .settings()
        .with(OrthogonalRegularizer.FACTOR, factor)
        .with(OrthogonalRegularizer.MODE, mode));
  }

  /**
   * Adds a kind of one's own, so that configurations with it can be read.
   *
   * @param name the registered name: {@code my>Group}
   * @param kind gives the kind, when asked for
   * @throws IllegalArgumentException if there is one of that name
   */
  public static void register(String name, Supplier<Kind<? extends Regularizer>> kind) {
    registry().register(name, kind);
  }

  /** {@return the known kinds; loaded when somebody asks} */
  public static Registry<Regularizer> registry() {
    return Known.REGISTRY;
  }

  /** {@return how regularizers stand in configurations; null for none} */
  public static Codec<Optional<Regularizer>> codec() {
    return Codecs.optional(Codecs.kindOf(Regularizers::registry));
  }

  /** Loaded when a configuration is read or written, not when a network is made. */
  private static final class Known {
    static final Registry<Regularizer> REGISTRY =
        new Registry<>("regularizer", "keras.regularizers", "Regularizers.register");

    static {
      known("L1", "l1", () -> L1L2.ONLY_L1);
      known("L2", "l2", () -> L1L2.ONLY_L2);
      known("L1L2", "l1l2", () -> L1L2.KIND);
      known("OrthogonalRegularizer", "orthogonal_regularizer", () -> OrthogonalRegularizer.KIND);
    }

    private static void known(
        String className, String shortName, Supplier<Kind<? extends Regularizer>> kind) {
      REGISTRY.register(className, kind);
      REGISTRY.registerShort(shortName, () -> kind.get().make(kind.get().settings()));
    }
  }
}
