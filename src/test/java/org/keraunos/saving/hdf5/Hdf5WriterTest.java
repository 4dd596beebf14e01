package org.keraunos.saving.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jhdf.HdfFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.keraunos.base.DataException;
import org.keraunos.base.NamedArray;
import org.keraunos.base.Seeds;

/**
 * What is written, read by this project and by jHDF; {@code hdf5_fixtures.py --check} reads the
 * same bytes with h5py.
 */
class Hdf5WriterTest {
  private static NamedArray counting(float divisor, int... shape) {
    float[] values = new float[NamedArray.size(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = i / divisor;
    }
    return new NamedArray("", shape, values);
  }

  private static Hdf5Writer writer() {
    Hdf5Writer writer = new Hdf5Writer();
    writer.attribute("", "long", "x".repeat(59_000));
    writer.group("layers/empty/vars");
    writer.attribute("layers/dense", "name", "Größe");
    writer.array("floats", counting(1, 2, 3, 4));
    writer.array("doubles", new NamedArray("", new int[] {5}, counting(8, 5).toDoubles()));
    writer.array("optimizer/vars/0", new NamedArray("", new int[0], new long[] {1L << 40}));
    writer.array("optimizer/vars/1", new NamedArray("", new int[0], new float[] {0.001f}));
    writer.array("none", counting(1, 0, 4));
    for (int i = 0; i < 300; i++) {
      float[] value = {i};
      String path = "many/dense_" + i + "/vars/0";
      writer.array(path, new int[] {1}, Hdf5Writer.Numbers.FLOAT32, () -> value);
    }
    return writer;
  }

  private static byte[] bytes(Hdf5Writer writer) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.writeTo(out);
    assertThat(writer.size()).isEqualTo(out.size());
    return out.toByteArray();
  }

  @Test
  void isTheFileThatH5pyReads() throws IOException {
    Path committed = Hdf5FileTest.file("written.h5");
    byte[] bytes = bytes(writer());
    if (Boolean.getBoolean("fixtures.write")) {
      Files.write(committed, bytes);
    }
    assertThat(bytes).isEqualTo(Files.readAllBytes(committed));
  }

  @Test
  void isReadBack() throws IOException {
    try (Hdf5File file = Hdf5FileTest.inMemory("written.h5")) {
      assertThat(file.root().text("long")).contains("x".repeat(59_000));
      assertThat(file.group("layers/empty/vars").names()).isEmpty();
      assertThat(file.group("layers/dense").text("name")).contains("Größe");
      assertThat(file.array("floats").floats()).hasSize(24).endsWith(22, 23);
      assertThat(file.array("doubles").doubles()).containsExactly(0, 0.125, 0.25, 0.375, 0.5);
      assertThat(file.array("optimizer/vars/0").read().values()).isEqualTo(new long[] {1L << 40});
      assertThat(file.array("optimizer/vars/0").shape()).isEmpty();
      assertThat(file.array("none").shape()).containsExactly(0, 4);
      assertThat(file.array("none").floats()).isEmpty();
      assertThat(file.group("many").names()).hasSize(300);
      assertThat(file.array("many/dense_299/vars/0").floats()).containsExactly(299);
    }
  }

  @Test
  void isReadByJHdf() throws IOException {
    try (HdfFile file = HdfFile.fromBytes(Files.readAllBytes(Hdf5FileTest.file("written.h5")))) {
      assertThat(file.getAttribute("long").getData()).isEqualTo("x".repeat(59_000));
      assertThat(file.getDatasetByPath("floats").getDataFlat())
          .isEqualTo(counting(1, 2, 3, 4).values());
      assertThat(file.getDatasetByPath("optimizer/vars/0").getData()).isEqualTo(1L << 40);
      assertThat(file.getDatasetByPath("many/dense_299/vars/0").getData())
          .isEqualTo(new float[] {299});
    }
  }

  @Test
  void largeArraysGoThroughInPieces() throws IOException {
    float[] values = new float[100_003];
    for (int i = 0; i < values.length; i++) {
      values[i] = Seeds.derive(3, i);
    }
    Hdf5Writer writer = new Hdf5Writer();
    writer.array("x", new NamedArray("", new int[] {values.length}, values));
    byte[] bytes = bytes(writer);
    assertThat(Hdf5File.of(Path.of("x"), "", ByteBuffer.wrap(bytes)).array("x").floats())
        .isEqualTo(values);
  }

  @Test
  void mistakesAreTold() throws IOException {
    Hdf5Writer writer = new Hdf5Writer();
    writer.array("a/b", counting(1, 2));
    assertThatThrownBy(() -> writer.array("a/b", counting(1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a/b: expected a new path, received twice");
    assertThatThrownBy(() -> writer.group("a/b/c"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a/b/c: expected a group, received the data set a/b");
    assertThatThrownBy(() -> writer.group("a//c"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a//c: expected names between slashes, received a//c");
    assertThatThrownBy(() -> writer.attribute("a", "config", "x".repeat(60_000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("config: expected at most 60000 bytes of text, received 60006");
    writer.array("c", new int[] {3}, Hdf5Writer.Numbers.FLOAT32, () -> new float[2]);
    assertThatThrownBy(() -> writer.writeTo(new ByteArrayOutputStream()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("c: expected 3 values of FLOAT32 for the shape [3]");
  }

  /**
   * Both come from the one place that knows: a file that ends anywhere is refused, never misread.
   */
  @Test
  void truncatedAnywhereItIsRefused() throws IOException {
    Hdf5Writer writer = new Hdf5Writer();
    writer.array("a/b", counting(1, 2));
    byte[] bytes = bytes(writer);
    for (int length = 0; length < bytes.length; length++) {
      ByteBuffer part = ByteBuffer.wrap(bytes, 0, length);
      assertThatThrownBy(() -> Hdf5File.of(Path.of("x"), "", part))
          .isInstanceOf(DataException.class);
    }
  }
}
