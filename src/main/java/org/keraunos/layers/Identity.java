package org.keraunos.layers;

import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/**
 * What goes in comes out: {@code keras.layers.Identity}, a place with a name.
 *
 * <p>Input and output of any one shape. No weights.
 */
public final class Identity extends UnaryLayer<Identity> {
  static final Kind<Identity> KIND = Layer.kind("Identity", Identity::new);

  private Identity(Settings settings) {
    super(settings);
  }

  @Override
  public Shape reads(Shape seen, Shape input) {
    return seen;
  }

  @Override
  public boolean isRowwise() {
    return true;
  }

  @Override
  protected Value build(LayerScope s, Value in) {
    return in;
  }
}
