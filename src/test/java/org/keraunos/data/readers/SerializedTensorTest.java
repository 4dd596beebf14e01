package org.keraunos.data.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.keraunos.data.readers.Shown.features;
import static org.keraunos.data.readers.Shown.labels;

import com.google.protobuf.ByteString;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32C;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.BytesList;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Feature;
import org.tensorflow.proto.Features;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

class SerializedTensorTest {
  @TempDir
  Path temp;

  private static Feature tensor(DataType type, byte[] content, long... shape) {
    TensorShapeProto.Builder axes = TensorShapeProto.newBuilder();
    for (long axis : shape) {
      axes.addDim(TensorShapeProto.Dim.newBuilder().setSize(axis));
    }
    ByteString bytes = TensorProto.newBuilder()
        .setDtype(type)
        .setTensorShape(axes)
        .setTensorContent(ByteString.copyFrom(content))
        .build()
        .toByteString();
    return Feature.newBuilder()
        .setBytesList(BytesList.newBuilder().addValue(bytes))
        .build();
  }

  private static byte[] floats(float... values) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }

  @SafeVarargs
  private Path records(Map<String, Feature>... examples) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Map<String, Feature> each : examples) {
      byte[] bytes = Example.newBuilder()
          .setFeatures(Features.newBuilder().putAllFeature(each))
          .build()
          .toByteArray();
      byte[] length = little(8).putLong(bytes.length).array();
      out.write(length);
      out.write(masked(length));
      out.write(bytes);
      out.write(masked(bytes));
    }
    return Files.write(temp.resolve("a.tfrecord"), out.toByteArray());
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] masked(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    int sum = (int) crc.getValue();
    return little(4).putInt(((sum >>> 15) | (sum << 17)) + 0xa282ead8).array();
  }

  @Test
  void rowsOfNumbersAndLabels() throws IOException {
    Path file = records(
        Map.of(
            "x", tensor(DataType.DT_FLOAT, floats(1, 2.5f), 2),
            "y", tensor(DataType.DT_UINT8, new byte[] {1, 0}, 2)),
        Map.of(
            "x", tensor(DataType.DT_FLOAT, floats(3, 4), 2),
            "y", tensor(DataType.DT_UINT8, new byte[] {1, 1}, 2)));
    Listing listing = Readers.read(file);
    assertThat(features(listing)).containsExactly(1, 2.5f, 3, 4);
    assertThat(labels(listing)).containsExactly("10", "11");
    assertThat(listing.reading().remarks())
        .containsExactly("Inputs are what tf.io.serialize_tensor writes");
  }

  @Test
  void pixels() throws IOException {
    byte[] rgb = new byte[2 * 3 * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i * 14);
    }
    Path file = records(Map.of(
        "image", tensor(DataType.DT_UINT8, rgb, 2, 3, 3),
        "label", tensor(DataType.DT_UINT8, new byte[] {1, 0, 1}, 3)));
    Listing listing = Readers.read(file);
    assertThat(labels(listing)).containsExactly("101");
    byte[] png = ((Content.Images) listing.content()).sources().get(0).read();
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(new int[] {image.getWidth(), image.getHeight()}).containsExactly(3, 2);
    assertThat(image.getRGB(1, 1) & 0xFFFFFF)
        .isEqualTo((rgb[12] & 0xFF) << 16 | (rgb[13] & 0xFF) << 8 | (rgb[14] & 0xFF));
  }

  @Test
  void whatIsNoPictureIsSaid() throws IOException {
    Path file = records(
        Map.of(
            "x", tensor(DataType.DT_FLOAT, floats(1, 2), 2),
            "y", tensor(DataType.DT_UINT8, new byte[] {1, 0}, 2)),
        Map.of(
            "x", tensor(DataType.DT_FLOAT, floats(1, 2, 3, 4), 2, 2),
            "y", tensor(DataType.DT_UINT8, new byte[] {1, 0}, 2)));
    assertThat(Shown.problems(Readers.read(file)))
        .containsExactly("record 1: expected pixels (uint8) or a row of numbers as 'x', received a"
            + " serialized tensor of DT_FLOAT with 2 axes");
  }
}
