package org.keraunos.layers;

import java.util.Optional;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.constraints.Constraint;
import org.keraunos.constraints.Constraints;
import org.keraunos.initializers.Initializer;
import org.keraunos.initializers.Initializers;
import org.keraunos.regularizers.Regularizer;
import org.keraunos.regularizers.Regularizers;
import org.keraunos.runtime.WeightOptions;

/**
 * What a kind says of one of its weights: the name, and the three settings that Keras has for it,
 * such as {@code kernel_initializer}, {@code kernel_regularizer} and {@code kernel_constraint}.
 */
public final class Weight {
  private final String name;
  private final Setting<Initializer> initializer;
  private final Setting<Optional<Regularizer>> regularizer;
  private final Setting<Optional<Constraint>> constraint;

  private Weight(
      String name,
      Setting<Initializer> initializer,
      Setting<Optional<Regularizer>> regularizer,
      Setting<Optional<Constraint>> constraint) {
    this.name = name;
    this.initializer = initializer;
    this.regularizer = regularizer;
    this.constraint = constraint;
  }

  /**
   * A weight whose settings begin with its name.
   *
   * @param name the weight's name in the layer: {@code kernel}
   * @return the weight
   */
  public static Weight of(String name) {
    return of(name, name);
  }

  /**
   * A weight whose settings begin with something else.
   *
   * @param name the weight's name in the layer: {@code recurrent_kernel}
   * @param prefix what its settings begin with: {@code recurrent}
   * @return the weight
   */
  public static Weight of(String name, String prefix) {
    return new Weight(
        name,
        Setting.of(prefix + "_initializer", Initializers.codec()),
        Setting.of(prefix + "_regularizer", Regularizers.codec()),
        Setting.of(prefix + "_constraint", Constraints.codec()));
  }

  /**
   * The same settings for a weight of another name.
   *
   * @param other the weight's name in the layer: {@code depthwise_kernel}
   * @return the weight
   */
  public Weight named(String other) {
    return new Weight(other, initializer, regularizer, constraint);
  }

  /**
   * The three settings, for a kind to declare.
   *
   * @param standard the start value if no other is given
   * @return the group; neither regularizer nor constraint if none is given
   */
  public Kind.Group startingAs(Initializer standard) {
    return Kind.template()
        .option(initializer, standard)
        .option(regularizer, Optional.empty())
        .option(constraint, Optional.empty())
        .asGroup();
  }

  /** {@return the weight's name in the layer} */
  public String name() {
    return name;
  }

  /** {@return the setting of the start value} */
  public Setting<Initializer> initializer() {
    return initializer;
  }

  /** {@return the setting of the penalty} */
  public Setting<Optional<Regularizer>> regularizer() {
    return regularizer;
  }

  /** {@return the setting of what must hold behind each step} */
  public Setting<Optional<Constraint>> constraint() {
    return constraint;
  }

  /**
   * What a layer asks of the weight.
   *
   * @param settings the layer's
   * @return start value, penalty and projection
   */
  public WeightOptions options(Settings settings) {
    return new WeightOptions(
        settings.get(initializer),
        settings.get(regularizer).map(each -> each),
        settings.get(constraint).map(each -> each));
  }
}
