package org.keraunos.images;

import java.util.List;
import org.keraunos.base.Shape;
import org.keraunos.runtime.RowFunction;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.image.DecodeImage;
import org.tensorflow.op.image.ResizeBilinear;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/**
 * The part of a graph that decodes and resizes images, one and the same for training, prediction
 * and export. It does what {@code tf.keras.utils.image_dataset_from_directory} does:
 * {@code tf.io.decode_image} (first frame), then {@code tf.image.resize}, bilinear, stretched,
 * without antialiasing; the result is rounded to whole gray levels, half to even.
 *
 * <p>It does not turn images by their EXIF orientation: that is {@link Orientation}'s, behind the
 * resize, where the picture is small (bilinear sampling and turning commute). Few images need it,
 * and ops that do nothing for the others cost each of them 5 % of its time here.
 */
public final class DecodeGraph {
  private DecodeGraph() {}

  /**
   * Emits the decoding of images.
   *
   * @param tf where to emit
   * @param encoded a vector of JPEG or PNG (for 3 channels also GIF and BMP of 24 bits)
   * @param image height, width, channels (1, 3 or, for PNG alone, 4)
   * @return images, height, width, channels
   */
  @SuppressWarnings("unchecked") // the rows of a string vector are strings
  public static Operand<TUint8> emit(Ops tf, Operand<TString> encoded, Shape image) {
    return RowFunction.map(
        tf,
        List.of(encoded),
        TUint8.class,
        image,
        (ops, row) -> ops.reshape(
            decode(ops, (Operand<TString>) row.get(0), ops.constant(sides(image)), image.get(2)),
            ops.constant(image.toArray())));
  }

  /**
   * Emits the decoding of images some of which lie on their side.
   *
   * @param tf where to emit
   * @param encoded as above
   * @param lying for each image 1 if height and width are to change places, else 0
   * @param image as above
   * @return a row of bytes for each image
   */
  @SuppressWarnings("unchecked") // the rows of a vector have its type
  static Operand<TUint8> emit(
      Ops tf, Operand<TString> encoded, Operand<TInt32> lying, Shape image) {
    int[][] sides = {sides(image), {image.get(1), image.get(0)}};
    return RowFunction.map(
        tf,
        List.of(encoded, lying),
        TUint8.class,
        Shape.of(image.size()),
        (ops, row) -> ops.reshape(
            decode(
                ops,
                (Operand<TString>) row.get(0),
                ops.gather(ops.constant(sides), (Operand<TInt32>) row.get(1), ops.constant(0)),
                image.get(2)),
            ops.constant(new int[] {image.size()})));
  }

  private static int[] sides(Shape image) {
    return new int[] {image.get(0), image.get(1)};
  }

  /** One image; with a first axis of size 1, which the reshape behind it drops. */
  private static Operand<TUint8> decode(
      Ops tf, Operand<TString> encoded, Operand<TInt32> sides, int channels) {
    Operand<TUint8> decoded = tf.image.decodeImage(
        encoded,
        TUint8.class,
        DecodeImage.channels((long) channels),
        DecodeImage.expandAnimations(false));
    return tf.dtypes.cast(
        tf.math.rint(tf.image.resizeBilinear(
            tf.expandDims(decoded, tf.constant(0)), sides, ResizeBilinear.halfPixelCenters(true))),
        TUint8.class);
  }
}
