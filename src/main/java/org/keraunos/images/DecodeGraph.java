package org.keraunos.images;

import java.util.List;
import org.keraunos.base.Shape;
import org.keraunos.runtime.RowFunction;
import org.tensorflow.Operand;
import org.tensorflow.OperationBuilder;
import org.tensorflow.op.Ops;
import org.tensorflow.op.Scope;
import org.tensorflow.op.image.DecodeImage;
import org.tensorflow.op.image.ResizeBilinear;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/**
 * The part of a graph that decodes and resizes images, one and the same for training, prediction and export. It does what
 * {@code tf.keras.utils.image_dataset_from_directory} does: {@code tf.io.decode_image} (first frame), then {@code
 * tf.image.resize}, bilinear, stretched, without antialiasing; the result is rounded to whole gray levels, half to even.
 *
 * <p>The EXIF orientation is applied behind the resize, where the picture is small: bilinear sampling and flipping commute.
 */
public final class DecodeGraph {
  /** For each orientation from 0 (as 1) to 8, whether rows and columns change places. */
  private static final boolean[] TRANSPOSED = {
    false, false, false, false, false, true, true, true, true
  };

  /** Whether the order of the rows is turned round, after the transposition. */
  private static final boolean[] ROWS_TURNED = {
    false, false, false, true, true, false, false, true, true
  };

  /** Whether the order of the columns is turned round, after the transposition. */
  private static final boolean[] COLUMNS_TURNED = {
    false, false, true, true, false, false, true, true, false
  };

  private DecodeGraph() {}

  /**
   * Emits the decoding of images that are not to be turned.
   *
   * @param tf where to emit
   * @param encoded a vector of JPEG or PNG (for 3 channels also GIF and BMP of 24 bits)
   * @param image height, width, channels (1, 3 or, for PNG alone, 4)
   * @return images, height, width, channels
   */
  public static Operand<TUint8> emit(Ops tf, Operand<TString> encoded, Shape image) {
    return emit(tf, encoded, tf.fill(tf.shape(encoded), tf.constant(1)), image);
  }

  /**
   * Emits the decoding of images.
   *
   * @param tf where to emit
   * @param encoded a vector of JPEG or PNG (for 3 channels also GIF and BMP of 24 bits)
   * @param orientations the EXIF orientation of each, 1 to 8
   * @param image height, width, channels (1, 3 or, for PNG alone, 4)
   * @return images, height, width, channels
   */
  @SuppressWarnings("unchecked") // the rows of a string vector are strings
  public static Operand<TUint8> emit(
      Ops tf, Operand<TString> encoded, Operand<TInt32> orientations, Shape image) {
    return RowFunction.map(
        tf,
        List.of(encoded, orientations),
        TUint8.class,
        image,
        (ops, row) ->
            decode(ops, (Operand<TString>) row.get(0), (Operand<TInt32>) row.get(1), image));
  }

  private static Operand<TUint8> decode(
      Ops tf, Operand<TString> encoded, Operand<TInt32> orientation, Shape image) {
    int height = image.get(0);
    int width = image.get(1);
    int[][] sizes = new int[9][];
    int[][] axes = new int[9][];
    boolean[][] turned = new boolean[9][];
    for (int i = 0; i < 9; i++) {
      sizes[i] = TRANSPOSED[i] ? new int[] {width, height} : new int[] {height, width};
      axes[i] = TRANSPOSED[i] ? new int[] {1, 0, 2} : new int[] {0, 1, 2};
      turned[i] = new boolean[] {ROWS_TURNED[i], COLUMNS_TURNED[i], false};
    }
    Operand<TInt32> first = tf.constant(0);
    Operand<TUint8> decoded = tf.image.decodeImage(
        encoded,
        TUint8.class,
        DecodeImage.channels((long) image.get(2)),
        DecodeImage.expandAnimations(false));
    Operand<TUint8> small = tf.dtypes.cast(
        tf.math.rint(tf.squeeze(
            tf.image.resizeBilinear(
                tf.expandDims(decoded, first),
                tf.gather(tf.constant(sizes), orientation, first),
                ResizeBilinear.halfPixelCenters(true)),
            org.tensorflow.op.core.Squeeze.axis(List.of(0L)))),
        TUint8.class);
    Operand<TUint8> upright =
        tf.linalg.transpose(small, tf.gather(tf.constant(axes), orientation, first));
    // Reverse (the first version of the op) takes a flag for each axis, so that a table will do.
    Operand<TUint8> turnedRight =
        flip(tf, upright, tf.gather(tf.constant(turned), orientation, first));
    return tf.reshape(turnedRight, tf.constant(image.toArray()));
  }

  private static Operand<TUint8> flip(Ops tf, Operand<TUint8> picture, Operand<TBool> axes) {
    Scope scope = tf.scope();
    OperationBuilder builder = scope.env().opBuilder("Reverse", scope.makeOpName("Reverse"), scope);
    return builder
        .addInput(picture.asOutput())
        .addInput(axes.asOutput())
        .build()
        .output(0);
  }
}
