package org.keraunos.layers;

import org.keraunos.base.Codecs;
import org.keraunos.base.ElementType;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/**
 * What stands in a flattened network for the input of a network inside, where that is of another
 * type than what goes in. In no network that is read or written.
 */
final class InputCast extends UnaryLayer<InputCast> {
  private static final Setting<ElementType> TYPE =
      Setting.of("type", Codecs.choice(ElementType.class, ElementType::kerasName));
  static final Kind<InputCast> KIND =
      Layer.kind("InputCast", InputCast::new).internal(TYPE, ElementType.FLOAT);

  private InputCast(Settings settings) {
    super(settings);
  }

  static InputCast of(ElementType type) {
    return KIND.make(KIND.settings().with(TYPE, type));
  }

  @Override
  public ElementType outputType() {
    return get(TYPE);
  }

  @Override
  public boolean isRowwise() {
    return true;
  }

  @Override
  protected Value build(LayerScope scope, Value input) {
    return input.as(get(TYPE));
  }
}
