package org.keraunos.layers;

import java.util.List;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.image.ResizeBicubic;
import org.tensorflow.op.image.ResizeBilinear;
import org.tensorflow.op.image.ResizeNearestNeighbor;
import org.tensorflow.op.image.ScaleAndTranslate;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/** Pictures of another size, as {@code tf.image.resize} makes them. */
final class Resize {
  private final Ops tf;
  private final ResizeInterpolation method;
  private final boolean antialias;

  private Resize(Ops tf, ResizeInterpolation method, boolean antialias) {
    this.tf = tf;
    this.method = method;
    this.antialias = antialias;
  }

  /**
   * Resizes.
   *
   * @param picture the shape of x's samples (height, width, channels)
   */
  static Operand<TFloating> to(
      LayerScope s,
      Operand<TFloating> x,
      Shape picture,
      int height,
      int width,
      ResizeInterpolation method,
      boolean antialias) {
    if (picture.get(0) == height && picture.get(1) == width) {
      return x;
    }
    Ops tf = s.ops();
    if (method == ResizeInterpolation.NEAREST) {
      return tf.image.resizeNearestNeighbor(
          x, size(tf, height, width), ResizeNearestNeighbor.halfPixelCenters(true));
    }
    Resize resize = new Resize(tf, method, antialias);
    if (x.type().equals(TFloat64.class)) {
      return resize.exactly(s, x, picture, height, width);
    }
    Operand<TFloat32> narrow = tf.dtypes.cast(x, TFloat32.class);
    return s.toCompute(resize.emit(narrow, picture, height, width));
  }

  private static Operand<TInt32> size(Ops tf, int height, int width) {
    return tf.constant(new int[] {height, width});
  }

  /** The ops know 32 bits only. */
  private Operand<TFloat32> emit(Operand<TFloat32> x, Shape picture, int height, int width) {
    var size = size(tf, height, width);
    if (!antialias && method == ResizeInterpolation.BILINEAR) {
      return tf.image.resizeBilinear(x, size, ResizeBilinear.halfPixelCenters(true));
    }
    if (!antialias && method == ResizeInterpolation.BICUBIC) {
      return tf.image.resizeBicubic(x, size, ResizeBicubic.halfPixelCenters(true));
    }
    var scale = tf.constant(new float[] {
      (float) ((double) height / picture.get(0)), (float) ((double) width / picture.get(1))
    });
    return tf.image.scaleAndTranslate(
        x,
        size,
        scale,
        tf.constant(new float[] {0, 0}),
        ScaleAndTranslate.kernelType(
            switch (method) {
              case BILINEAR -> "triangle";
              case BICUBIC -> "keyscubic";
              default -> method.kerasName();
            }),
        ScaleAndTranslate.antialias(antialias));
  }

  /**
   * The same in 64 bits. A resized picture is linear in its rows and in its columns, so what the op
   * makes of the unit matrix are the weights.
   */
  private Operand<TFloating> exactly(
      LayerScope s, Operand<TFloating> x, Shape picture, int height, int width) {
    Operand<TFloating> rows = weights(s, picture.get(0), height);
    Operand<TFloating> columns = weights(s, picture.get(1), width);
    Operand<TFloating> tall = tf.linalg.einsum(List.of(x, rows), "nhwc,hg->ngwc");
    return tf.linalg.einsum(List.of(tall, columns), "nhwc,wv->nhvc");
  }

  private Operand<TFloating> weights(LayerScope s, int from, int to) {
    float[][][][] unit = new float[1][from][from][1];
    for (int i = 0; i < from; i++) {
      unit[0][i][i][0] = 1;
    }
    Operand<TFloat32> resized = emit(tf.constant(unit), Shape.of(from, from, 1), from, to);
    return s.toCompute(tf.reshape(resized, tf.constant(new int[] {from, to})));
  }
}
