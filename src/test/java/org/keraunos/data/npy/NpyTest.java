package org.keraunos.data.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keraunos.base.DataException;

class NpyTest {
  @TempDir
  Path temp;

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BOOL")
  void readsEveryTypeInBothByteOrders(NpyType type) {
    for (String order : new String[] {"little", "big"}) {
      NpyArray array = fixture(type + "_" + order);
      assertThat(array.type()).isEqualTo(type);
      assertThat(array.shape()).containsExactly(2, 3, 4);
      assertThat(array.toDoubles()).containsExactly(counting());
      assertThat(array.toLongs())
          .containsExactly(IntStream.range(0, 24).asLongStream().toArray());
      assertThat(array.toBytes()).containsExactly(countingBytes());
      assertThat(array.toFloats()[23]).isEqualTo(23f);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fortran", "fortran_big", "format2", "format3"})
  void readsFortranOrderAndTheNewerFormats(String name) {
    NpyArray array = fixture(name);
    assertThat(array.shape()).containsExactly(2, 3, 4);
    assertThat(array.toDoubles()).containsExactly(counting());
  }

  @Test
  void readsBooleansScalarsAndEmptyArrays() {
    assertThat(fixture("bool").type()).isEqualTo(NpyType.BOOL);
    assertThat(fixture("bool").toBytes()).startsWith(1, 0, 0, 1, 0, 0);
    assertThat(fixture("scalar").shape()).isEmpty();
    assertThat(fixture("scalar").toDoubles()).containsExactly(2.5);
    assertThat(fixture("one_axis").shape()).containsExactly(5);
    assertThat(fixture("empty").shape()).containsExactly(0, 4);
    assertThat(fixture("empty").toFloats()).isEmpty();
  }

  @Test
  void unsignedTypesAndHalvesKeepTheirRange() {
    assertThat(fixture("extremes_int64").toLongs())
        .containsExactly(Long.MIN_VALUE, Long.MAX_VALUE, -1);
    assertThat(fixture("extremes_uint64").toDoubles()).containsExactly(0x1p64, 0x1p63, 0x1p63);
    assertThat(fixture("extremes_uint32").toLongs()).containsExactly(4294967295L, 2147483648L);
    assertThat(fixture("extremes_uint16").toDoubles()).containsExactly(65535, 32768);
    assertThat(fixture("extremes_float16").toFloats())
        .containsExactly(
            6.0975552e-5f,
            5.9604645e-8f,
            -65504f,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.NaN,
            -0.0f,
            0.099975586f);
  }

  @Test
  void conversionsSayWhichElementOfWhichFileDoesNotFit() {
    assertThatThrownBy(() -> fixture("extremes_uint64").toLongs())
        .isInstanceOf(DataException.class)
        .hasMessageContaining("extremes_uint64.npy")
        .hasMessageContaining(
            "[0]: expected a whole number below 2^63, received 18446744073709551615");
    assertThatThrownBy(() -> fixture("scalar").toLongs())
        .isInstanceOf(DataException.class)
        .hasMessageContaining("scalar.npy: value: expected a whole number, received 2.5");
    NpyArray own = NpyArray.of(NpyType.FLOAT64, new double[] {0, 1, 2, 1e300}, 2, 2);
    assertThatThrownBy(own::toFloats)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "values[1][1]: expected a number within the range of float32, received 1.0E300");
    assertThatThrownBy(own::toBytes)
        .hasMessageContaining("values[1][1]: expected a whole number of 0 to 255");
    assertThatThrownBy(NpyArray.of(NpyType.FLOAT64, new double[] {0x1p63}, 1)::toLongs)
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "objects, pickled",
    "complex, complex",
    "strings, strings",
    "bytes, byte strings",
    "dates, dates",
    "structured, structured",
    "longdouble, long doubles"
  })
  void refusesOtherTypesByName(String name, String said) {
    assertThatThrownBy(() -> fixture("refused_" + name))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("refused_" + name + ".npy")
        .hasMessageContaining(said);
  }

  @Test
  void everyTruncationAndAnythingTooMuchIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(path("int32_big.npy"));
    Path file = temp.resolve("cut.npy");
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Npy.read(file)).isInstanceOf(DataException.class);
    }
    Files.write(file, Arrays.copyOf(whole, whole.length + 1));
    assertThatThrownBy(() -> Npy.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected 96 bytes for int32[2, 3, 4], found 97");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(1000000, 1000000)",
        "(2147483647,)",
        "(99999999999999999999,)",
        "(4294967296, 4294967296, 0, 3)",
        "(-1,)",
        "(2, 3",
        "(a,)",
        "(65536, 65536, 65536, 65536)"
      })
  void refusesClaimsBeforeAllocating(String shape) throws IOException {
    Path file = temp.resolve("bomb.npy");
    byte[] header = ("{'descr': '<f8', 'fortran_order': False, 'shape': " + shape + ", }\n")
        .getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[10 + header.length];
    System.arraycopy(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}, 0, all, 0, 8);
    all[8] = (byte) header.length;
    System.arraycopy(header, 0, all, 10, header.length);
    Files.write(file, all);
    assertThatThrownBy(() -> Npy.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("bomb.npy");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void flippedBytesNeverGiveAnythingButADataException(long seed) throws IOException {
    Random random = new Random(seed);
    byte[] whole = Files.readAllBytes(path("fortran_big.npy"));
    Path file = temp.resolve("flipped.npy");
    int refused = 0;
    for (int i = 0; i < 2000; i++) {
      byte[] flipped = whole.clone();
      flipped[random.nextInt(128)] = (byte) random.nextInt(256);
      Files.write(file, flipped);
      try {
        Npy.read(file).toDoubles();
      } catch (DataException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(500);
  }

  @Test
  void refusesMissingFilesFoldersAndOtherFiles() throws IOException {
    assertThatThrownBy(() -> Npy.read(temp.resolve("none.npy")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no such file");
    assertThatThrownBy(() -> Npy.read(temp)).isInstanceOf(DataException.class);
    Path text = Files.writeString(temp.resolve("text.npy"), "file,labels\n");
    assertThatThrownBy(() -> Npy.read(text)).hasMessageContaining("expected a NumPy array (.npy)");
  }

  @ParameterizedTest
  @EnumSource
  void writesWhatItReads(NpyType type) throws IOException {
    String name = type == NpyType.BOOL ? "bool" : type + "_little";
    Path file = temp.resolve("written.npy");
    Npy.write(file, fixture(name));
    assertThat(Files.readAllBytes(file)).isEqualTo(Files.readAllBytes(path(name + ".npy")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"scalar", "one_axis", "empty"})
  void writesHeadersAsNumpyDoes(String name) throws IOException {
    Path file = temp.resolve("written.npy");
    Npy.write(file, fixture(name));
    assertThat(Files.readAllBytes(file)).isEqualTo(Files.readAllBytes(path(name + ".npy")));
  }

  @Test
  void arraysLongerThanAChunkSurvive() {
    float[] values = new float[100_003];
    for (int i = 0; i < values.length; i++) {
      values[i] = i / 3f;
    }
    Path file = temp.resolve("long.npy");
    Npy.write(file, NpyArray.of(NpyType.FLOAT32, values, values.length));
    assertThat(Npy.read(file).toFloats()).isEqualTo(values);
  }

  @Test
  void wrappingChecksClassAndSize() {
    assertThatThrownBy(() -> NpyArray.of(NpyType.FLOAT32, new double[2], 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("values: expected a float[] for float32, received double[]");
    assertThatThrownBy(() -> NpyArray.of(NpyType.UINT8, new byte[5], 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("values: expected 6 elements for shape [2, 3], received 5");
  }

  private static NpyArray fixture(String name) {
    return Npy.read(path(name + ".npy"));
  }

  static Path path(String name) {
    return Path.of("src/test/resources/org/keraunos/data/npy", name);
  }

  private static double[] counting() {
    return IntStream.range(0, 24).asDoubleStream().toArray();
  }

  private static byte[] countingBytes() {
    byte[] result = new byte[24];
    for (int i = 0; i < result.length; i++) {
      result[i] = (byte) i;
    }
    return result;
  }
}
