package org.keraunos.testing;

import java.util.List;
import org.keraunos.base.Kind;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.layers.Affine;
import org.keraunos.layers.BatchNormalization;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Layers;
import org.keraunos.layers.UnaryLayer;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/** A kernel layer with a batch normalization behind it: one after the other, or folded into one. */
final class Folded extends UnaryLayer<Folded> {
  private static final BatchNormalization NORMALIZATION = Layers.batchNormalization();

  private final Layer kernel;
  private final boolean folded;

  private Folded(Settings settings, Layer kernel, boolean folded) {
    super(settings);
    this.kernel = kernel;
    this.folded = folded;
  }

  static Folded of(Layer kernel, boolean folded) {
    Kind<Folded> kind =
        Layer.custom("keraunos>Folded", settings -> new Folded(settings, kernel, folded));
    return kind.make(kind.settings());
  }

  @Override
  public Shape outputShape(Shape input) {
    return kernel.outputShapes(List.of(input), kernel.callOptions()).get(0);
  }

  @Override
  protected Value build(LayerScope s, Value in) {
    LayerScope before = s.child("kernel", "kernel");
    LayerScope behind = s.child("normalization", "normalization");
    if (folded) {
      Affine affine = NORMALIZATION.affine(behind, outputShape(in.shape()).get(-1));
      return ((Affine.Foldable) kernel).buildFolded(before, in, affine);
    }
    List<Value> whole = kernel.build(before, List.of(in), kernel.callOptions());
    return NORMALIZATION.build(behind, whole, NORMALIZATION.callOptions()).get(0);
  }
}
