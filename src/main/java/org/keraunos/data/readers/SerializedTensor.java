package org.keraunos.data.readers;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.Feature;
import org.tensorflow.proto.FloatList;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * What {@code tf.io.serialize_tensor} writes into a feature of bytes: pixels, or a row of numbers.
 */
final class SerializedTensor {
  private final TensorProto tensor;
  private final long[] shape;

  private SerializedTensor(TensorProto tensor) {
    this.tensor = tensor;
    this.shape = tensor.getTensorShape().getDimList().stream()
        .mapToLong(TensorShapeProto.Dim::getSize)
        .toArray();
  }

  /** The tensor of a feature; null if it is none, such as an encoded image. */
  static @Nullable SerializedTensor of(Feature feature) {
    if (feature.getBytesList().getValueCount() != 1) {
      return null;
    }
    return of(feature.getBytesList().getValue(0));
  }

  private static @Nullable SerializedTensor of(ByteString bytes) {
    try {
      SerializedTensor tensor = new SerializedTensor(TensorProto.parseFrom(bytes));
      int width = tensor.elementBytes();
      long elements = 1;
      for (long axis : tensor.shape) {
        elements = axis < 0 || axis > Integer.MAX_VALUE ? 0 : Math.multiplyExact(elements, axis);
      }
      boolean whole =
          width > 0 && elements * width == tensor.tensor.getTensorContent().size() && elements > 0;
      return whole ? tensor : null;
    } catch (InvalidProtocolBufferException | ArithmeticException e) {
      return null; // an encoded image, or a name
    }
  }

  private int elementBytes() {
    return switch (tensor.getDtype()) {
      case DT_UINT8, DT_BOOL -> 1;
      case DT_FLOAT, DT_INT32 -> 4;
      case DT_DOUBLE, DT_INT64 -> 8;
      default -> 0;
    };
  }

  /** Whether it holds pixels: bytes of height, width and perhaps 1, 3 or 4 channels. */
  boolean isImage() {
    return tensor.getDtype() == DataType.DT_UINT8
        && (shape.length == 2 || (shape.length == 3 && List.of(1L, 3L, 4L).contains(shape[2])));
  }

  /** Whether it is a row of numbers. */
  boolean isRow() {
    return shape.length == 1;
  }

  /** What it is, for messages. */
  String what() {
    return "a serialized tensor of " + tensor.getDtype() + " with " + shape.length + " axes";
  }

  /** The numbers as a feature of floats. */
  Feature floats() {
    FloatList.Builder list = FloatList.newBuilder();
    ByteBuffer bytes = content();
    while (bytes.hasRemaining()) {
      list.addValue(
          switch (tensor.getDtype()) {
            case DT_FLOAT -> bytes.getFloat();
            case DT_INT32 -> bytes.getInt();
            case DT_DOUBLE -> (float) bytes.getDouble();
            case DT_INT64 -> bytes.getLong();
            default -> bytes.get() & 0xFF;
          });
    }
    return Feature.newBuilder().setFloatList(list).build();
  }

  private ByteBuffer content() {
    return tensor.getTensorContent().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The pixels as a PNG, which is decoded as all images are. */
  byte[] png() {
    int height = (int) shape[0];
    int width = (int) shape[1];
    int channels = shape.length == 2 ? 1 : (int) shape[2];
    ByteBuffer bytes = content();
    int type = channels == 4
        ? BufferedImage.TYPE_INT_ARGB
        : channels == 3 ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_BYTE_GRAY;
    BufferedImage image = new BufferedImage(width, height, type);
    int[] pixel = new int[channels];
    for (int i = 0; i < width * height; i++) {
      for (int channel = 0; channel < channels; channel++) {
        pixel[channel] = bytes.get() & 0xFF;
      }
      image.getRaster().setPixel(i % width, i / width, pixel);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // the memory does no input or output
    }
    return out.toByteArray();
  }
}
