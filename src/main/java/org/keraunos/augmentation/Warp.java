package org.keraunos.augmentation;

import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.image.ImageProjectiveTransformV3;
import org.tensorflow.types.TFloat32;

/** How pixels are read when they are moved: what lies outside, and what lies between. */
record Warp(FillMode fillMode, double fillValue, Interpolation interpolation) {
  static final Warp DEFAULT = new Warp(FillMode.REFLECT, 0, Interpolation.BILINEAR);

  Warp {
    Check.argument(Double.isFinite(fillValue), "fillValue", "a finite number", fillValue);
  }

  /** A way that is known, or any; reading whole pixels needs no interpolation. */
  static Warp of(@Nullable Warp known, boolean wholePixels) {
    Warp warp = known == null ? DEFAULT : known;
    return wholePixels ? new Warp(warp.fillMode, warp.fillValue, Interpolation.NEAREST) : warp;
  }

  Operand<TFloat32> emit(AugmentationScope scope, Operand<TFloat32> images) {
    Ops tf = scope.ops();
    int[] size = {scope.image().get(0), scope.image().get(1)};
    return tf.image.imageProjectiveTransformV3(
        images,
        scope.numbers(),
        tf.constant(size),
        tf.constant((float) fillValue),
        interpolation.name(),
        ImageProjectiveTransformV3.fillMode(fillMode.name()));
  }
}
