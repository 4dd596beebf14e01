package org.keraunos.layers;

import java.util.Optional;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.runtime.DTypePolicy;

/**
 * A layer whose options make changed copies of its own kind. Most kinds extend {@link UnaryLayer}
 * or {@link OneOutputLayer}; this is for those whose number of outputs depends on settings or on
 * the call.
 *
 * @param <L> the kind
 */
public abstract class FluentLayer<L extends FluentLayer<L>> extends Layer implements Options<L> {
  /**
   * For subclasses.
   *
   * @param settings of a kind that {@link Layer#kind} or {@link Layer#custom} began
   */
  protected FluentLayer(Settings settings) {
    super(settings);
  }

  @Override
  @SuppressWarnings("unchecked") // a kind makes objects of its class
  public final <T> L with(Setting<T> setting, T value) {
    return (L) settings().kind().make(settings().with(setting, value));
  }

  /**
   * Names the layer.
   *
   * @param name unique in the model: letters, digits, {@code _}, {@code -} and {@code .}, starting
   *     with a letter or digit; the model names the layer if not given
   * @return a changed copy
   */
  public final L name(String name) {
    return with(NAME, Optional.of(name));
  }

  /**
   * Whether the layer's weights train in new models; {@code Model.freeze} and {@code unfreeze}
   * decide for one model.
   *
   * @param trains true if not given
   * @return a changed copy
   */
  public final L trainable(boolean trains) {
    return with(TRAINABLE, trains);
  }

  /**
   * The types that the layer computes in.
   *
   * @param policy the model's if not given; weights must be kept in the same type
   * @return a changed copy
   */
  public final L dtype(DTypePolicy policy) {
    return with(DTypePolicy.DTYPE, Optional.of(policy));
  }
}
