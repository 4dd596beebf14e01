package org.keraunos.layers;

import java.util.List;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/**
 * Length 1 along an axis or over several: {@code y = x / |x|}, and 0 for what is 0;
 * {@code keras.layers.UnitNormalization}.
 *
 * <p>Input and output of any one shape. Axes count the batch as 0 and may be negative from the end;
 * the last if not given. No weights.
 */
public final class UnitNormalization extends UnaryLayer<UnitNormalization> {
  private static final double EPSILON = 1e-12;
  private static final Setting<List<Integer>> AXIS = Axes.SETTING;
  static final Kind<UnitNormalization> KIND =
      Layer.kind("UnitNormalization", UnitNormalization::new).option(AXIS, List.of(-1));

  private UnitNormalization(Settings settings) {
    super(settings);
  }

  /**
   * Over which axes the squares sum to 1.
   *
   * @param axes 1 for the first behind the batch, or negative from the end; not 0; -1 if not given
   * @return a changed copy
   */
  public UnitNormalization axis(Integer... axes) {
    return with(AXIS, List.of(axes));
  }

  @Override
  public Shape outputShape(Shape input) {
    Axes.check("UnitNormalization.axis", get(AXIS), input);
    return input;
  }

  @Override
  public boolean isRowwise() {
    return true;
  }

  @Override
  protected Value build(LayerScope s, Value in) {
    int[] axes = Axes.of(get(AXIS), in.shape());
    return s.value(UnitNorms.of(s, in.operand(), axes, EPSILON), in.shape());
  }
}
