package org.keraunos.saving.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keraunos.base.DataException;
import org.keraunos.base.NamedArray;

/** What h5py wrote, read: from disk, and from memory as an entry of a zip file is. */
class Hdf5FileTest {
  @TempDir
  private Path folder;

  static Path file(String name) {
    return Path.of("src/test/resources/org/keraunos/saving/hdf5", name);
  }

  static Hdf5File inMemory(String name) throws IOException {
    return Hdf5File.of(
        file(name), "model.weights.h5", ByteBuffer.wrap(Files.readAllBytes(file(name))));
  }

  static Stream<String> types() {
    return Stream.of(
            "float16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8", "uint16",
            "uint32", "uint64")
        .flatMap(type -> Stream.of(type + "_little", type + "_big"));
  }

  @ParameterizedTest
  @MethodSource("types")
  void everyTypeOfNumbersInBothByteOrders(String name) throws IOException {
    String type = name.substring(0, name.indexOf('_'));
    try (Hdf5File disk = Hdf5File.open(file("numbers.h5"));
        Hdf5File memory = inMemory("numbers.h5")) {
      for (Hdf5File file : List.of(disk, memory)) {
        Hdf5Array array = file.array("types/" + name);
        assertThat(array.type()).isEqualTo(type);
        assertThat(array.shape()).containsExactly(2, 3, 4);
        NamedArray read = array.read();
        assertThat(read.values())
            .isInstanceOf(
                type.equals("float64")
                    ? double[].class
                    : type.startsWith("float") ? float[].class : long[].class);
        assertCounting(read, 24);
        assertThat(array.floats()).hasSize(24).endsWith(23f);
        assertThat(array.doubles()).hasSize(24).endsWith(23d);
      }
    }
  }

  private static void assertCounting(NamedArray read, int size) {
    double[] values = read.toDoubles();
    assertThat(values).hasSize(size);
    for (int i = 0; i < size; i++) {
      assertThat(values[i]).isEqualTo(i);
    }
  }

  @Test
  void theEndsOfTypes() {
    try (Hdf5File file = Hdf5File.open(file("numbers.h5"))) {
      assertThat(file.array("types/float16_extremes").floats())
          .containsExactly(
              6.097555e-5f,
              5.9604645e-8f,
              -65504,
              Float.POSITIVE_INFINITY,
              Float.NEGATIVE_INFINITY,
              Float.NaN,
              -0f,
              0.099975586f);
      assertThat((long[]) file.array("types/int64_extremes").read().values())
          .containsExactly(Long.MIN_VALUE, Long.MAX_VALUE, -1);
      assertThat(file.array("scalars/float32").read())
          .isEqualTo(new NamedArray("scalars/float32", new int[0], new float[] {2.5f}));
      assertThat(file.array("scalars/int64").read())
          .isEqualTo(new NamedArray("scalars/int64", new int[0], new long[] {1L << 40}));
      assertThat(file.array("bfloat16").type()).isEqualTo("bfloat16");
      assertThat(file.array("bfloat16").floats()).containsExactly(0, 1, 2, 3, 4, 5);
      assertThat(file.array("empty").read())
          .isEqualTo(new NamedArray("empty", new int[] {0, 4}, new float[0]));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "chunks/plain, 105",
    "chunks/gzip, 105",
    "chunks/shuffle, 105",
    "chunks/checksum, 105",
    "chunks/line, 1000",
    "compact, 6"
  })
  void everyLayout(String path, int size) throws IOException {
    try (Hdf5File disk = Hdf5File.open(file("numbers.h5"));
        Hdf5File memory = inMemory("numbers.h5")) {
      assertCounting(disk.array(path).read(), size);
      assertCounting(memory.array(path).read(), size);
    }
  }

  @Test
  void groupsByNameAndAsAWhole() {
    try (Hdf5File file = Hdf5File.open(file("numbers.h5"))) {
      Hdf5Group many = file.group("many");
      assertThat(many.names()).hasSize(300).contains("dense_0", "dense_299");
      for (int i = 0; i < 300; i++) {
        assertThat(many.array("dense_" + i).orElseThrow().floats()).containsExactly(i);
      }
      assertThat(file.root().names()).contains("types", "chunks", "empty", "texts");
      assertThat(file.root().has("types/float32_big")).isTrue();
      assertThat(file.root().has("types/float32_big/more")).isFalse();
      assertThat(file.root().group("types/float32_big")).isEmpty();
      assertThat(file.root().array("types")).isEmpty();
      assertThatThrownBy(() -> file.array("types/float8"))
          .isInstanceOf(DataException.class)
          .hasMessage(file("numbers.h5") + ": types/float8: expected a data set, found none");
      assertThatThrownBy(() -> file.group("no"))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("no: expected a group, found none");
    }
  }

  @Test
  void texts() {
    try (Hdf5File file = Hdf5File.open(file("numbers.h5"))) {
      Hdf5Group texts = file.group("texts");
      assertThat(texts.text("text")).contains("Größe");
      assertThat(texts.text("bytes")).contains("{\"a\": 1}");
      assertThat(texts.text("fixed")).contains("fixed");
      assertThat(texts.text("empty")).contains("");
      assertThat(texts.text("long")).contains("x".repeat(70_000));
      assertThat(texts.text("missing")).isEmpty();
      assertThat(texts.texts("list").orElseThrow())
          .containsExactly("conv2d/kernel:0", "conv2d/bias:0");
      assertThat(texts.texts("objects").orElseThrow()).containsExactly("a", "", "Größe");
      assertThat(texts.texts("none").orElseThrow()).isEmpty();
      assertThatThrownBy(() -> texts.text("list"))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("texts: expected one text as the attribute list, received 2");
      assertThatThrownBy(() -> texts.text("number"))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("the attribute number of other values than text");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "strings | expected numbers of up to 64 bits, received VariableLength of 16 bytes",
        "pairs | received CompoundDataType of 8 bytes",
        "bfloat16 | values that HDF5 has no type for, as Keras writes bfloat16; write them as float32",
        "opaque | values that HDF5 has no type for",
        "complex | expected numbers",
        "huge_whole | a whole number of 2^63 or more",
        "unwritten | received a data set that none were written to",
        "unwritten_chunks | 1 chunks of 3",
        "lzf | values behind the filter 32000 (lzf), where gzip, shuffle and fletcher32 are read",
        "null | received a data set that is declared to have none",
        "soft | expected a group or a data set, received a link by name",
        "outside/elsewhere | expected a group or a data set, received a link by name",
      })
  void whatIsRefusedSaysWhereAndWhy(String path, String message) throws IOException {
    try (Hdf5File file = inMemory("refused.h5")) {
      assertThat(file.array("good").floats()).containsExactly(0, 1);
      assertThatThrownBy(() -> file.array(path).read())
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith(file("refused.h5") + ": model.weights.h5/" + path + ": ")
          .hasMessageContaining(message);
    }
  }

  @Test
  void groupsInOneAnotherEndAtADepth() {
    try (Hdf5File file = Hdf5File.open(file("refused.h5"))) {
      assertThat(file.root().group("cycle/self/self/self")).isPresent();
      for (String name : List.of("self", "d")) {
        String path = (name.equals("d") ? "" : "cycle/") + (name + "/").repeat(119) + name;
        assertThatThrownBy(() -> file.root().group(path))
            .isInstanceOf(DataException.class)
            .hasMessageContaining("expected at most 100 groups in one another, received more");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "newer.h5, 'expected chunks as HDF5 1.8 has them, received those of a newer HDF5'",
    "latest.h5, 'Detected version = 5, of a newer HDF5; write the file without libver'"
  })
  void newerFormatsAreReadWhereTheyAreAsTheOldOne(String name, String message) {
    try (Hdf5File file = Hdf5File.open(file(name))) {
      assertCounting(file.array("plain").read(), 6);
      assertThat(file.array("few/4").floats()).containsExactly(4);
      assertThatThrownBy(() -> file.array("chunks").read())
          .isInstanceOf(DataException.class)
          .hasMessageContaining("chunks: ")
          .hasMessageContaining(message);
      assertThatThrownBy(() -> file.group("many").names())
          .isInstanceOf(DataException.class)
          .hasMessageContaining("many: expected an HDF5 file that is whole, received a group in a"
              + " heap, as newer versions write it");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "not an HDF5 file, but longer than the signature of one"})
  void otherFiles(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("x.h5"), text);
    assertThatThrownBy(() -> Hdf5File.open(file))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file + ": expected an HDF5 file");
    assertThat(Hdf5File.isHdf5(file)).isFalse();
    assertThat(Hdf5File.isHdf5(file("latest.h5"))).isTrue();
  }

  @Test
  void aPartOfAnotherFile() throws IOException {
    byte[] bytes = Files.readAllBytes(file("numbers.h5"));
    ByteBuffer both = ByteBuffer.allocate(bytes.length + 300).position(100).put(bytes);
    Path file = Files.write(folder.resolve("x.keras"), both.array());
    try (Hdf5File part = Hdf5File.open(file, "model.weights.h5", 100, bytes.length)) {
      assertCounting(part.array("types/float32_big").read(), 24);
      assertCounting(part.array("chunks/gzip").read(), 105);
      assertThatThrownBy(() -> part.array("none"))
          .isInstanceOf(DataException.class)
          .hasMessage(file + ": model.weights.h5/none: expected a data set, found none");
    }
    assertThatThrownBy(() -> Hdf5File.open(file, "model.weights.h5", 100, bytes.length - 1))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file + ": model.weights.h5: ")
        .hasMessageContaining("the file ends behind");
    for (long start : new long[] {-1, bytes.length + 300, Long.MAX_VALUE}) {
      assertThatThrownBy(() -> Hdf5File.open(file, "model.weights.h5", start, 100))
          .isInstanceOf(DataException.class);
    }
  }

  @Test
  void missingFilesAndFolders() {
    assertThatThrownBy(() -> Hdf5File.open(folder.resolve("none.h5")))
        .isInstanceOf(DataException.class)
        .hasMessage(folder.resolve("none.h5") + ": does not exist");
    assertThatThrownBy(() -> Hdf5File.open(folder))
        .isInstanceOf(DataException.class)
        .hasMessage(folder + ": expected an HDF5 file, found a folder");
  }
}
