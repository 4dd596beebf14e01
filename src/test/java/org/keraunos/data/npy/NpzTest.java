package org.keraunos.data.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keraunos.base.DataException;

class NpzTest {
  @TempDir
  Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"stored.npz", "deflated.npz"})
  void readsWhatNumpyWrote(String name) {
    try (Npz npz = Npz.open(NpyTest.path(name))) {
      assertThat(npz.names()).containsExactly("x_train", "y_train", "x_test", "y_test");
      assertThat(npz.contains("x_test")).isTrue();
      assertThat(npz.read("x_train").shape()).containsExactly(4, 2, 2, 3);
      assertThat(npz.read("x_train").toBytes()[47]).isEqualTo((byte) 47);
      assertThat(npz.read("y_train").toBytes()).containsExactly(1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0);
      assertThat(npz.read("x_test").toFloats()[11]).isEqualTo(11f);
      assertThat(npz.read("y_test").toLongs()).containsExactly(1, 1, 1);
    }
  }

  @Test
  void aMissingNameSaysWhatIsThere() {
    try (Npz npz = Npz.open(NpyTest.path("stored.npz"))) {
      assertThatThrownBy(() -> npz.read("labels"))
          .isInstanceOf(DataException.class)
          .hasMessageContaining(
              "expected an array named 'labels', found x_train, y_train, x_test, y_test");
    }
  }

  @Test
  void picklesAreRefusedWithTheNameOfTheArray() {
    try (Npz npz = Npz.open(NpyTest.path("pickled.npz"))) {
      assertThatThrownBy(() -> npz.read("x"))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("pickled.npz: x: ")
          .hasMessageContaining("pickled");
    }
  }

  @Test
  void whatIsNoZipIsRefused() throws IOException {
    Path text = Files.writeString(temp.resolve("a.npz"), "not a zip");
    assertThatThrownBy(() -> Npz.open(text))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected an .npz file (a zip of arrays)");
    assertThatThrownBy(() -> Npz.open(temp.resolve("none.npz")))
        .hasMessageContaining("no such file");
    assertThatThrownBy(() -> Npz.open(NpyTest.path("scalar.npy")))
        .isInstanceOf(DataException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stored.npz", "deflated.npz"})
  void damagedFilesGiveADataExceptionOrTheSameNumbers(String name) throws IOException {
    byte[] whole = Files.readAllBytes(NpyTest.path(name));
    Random random = new Random(5);
    Path file = temp.resolve("damaged.npz");
    int refused = 0;
    for (int i = 0; i < 500; i++) {
      byte[] damaged = whole.clone();
      int place = random.nextInt(damaged.length);
      damaged[place] ^= (byte) (1 + random.nextInt(255));
      if (i % 5 == 0) {
        damaged = Arrays.copyOf(damaged, place);
      }
      Files.write(file, damaged);
      try (Npz npz = Npz.open(file)) {
        assertThat(npz.read("y_test").toLongs()).as("byte %s", place).containsExactly(1, 1, 1);
      } catch (DataException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(100);
  }

  @Test
  void anEntryThatClaimsMoreThanItsBytesCanHoldIsRefused() throws IOException {
    Path file = temp.resolve("bomb.npz");
    Npz.writeCompressed(file, Map.of("x", NpyArray.of(NpyType.UINT8, new byte[1000], 1000)));
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 0; i + 4 < bytes.length; i++) {
      if (bytes[i] == 'P' && bytes[i + 1] == 'K' && bytes[i + 2] == 1 && bytes[i + 3] == 2) {
        bytes[i + 24 + 3] = 0x70; // the length in the directory: 1.8 GB
      }
    }
    Files.write(file, bytes);
    try (Npz npz = Npz.open(file)) {
      assertThatThrownBy(() -> npz.read("x"))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("packed bytes cannot hold");
    }
  }

  @Test
  void writesAndReadsBackTheSameBytesEveryTime() throws IOException {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("b", NpyArray.of(NpyType.FLOAT32, new float[] {1, 2, Float.NaN}, 3));
    arrays.put("a", NpyArray.of(NpyType.INT64, new long[] {7}));
    Path stored = temp.resolve("stored.npz");
    Npz.write(stored, arrays);
    byte[] once = Files.readAllBytes(stored);
    Npz.write(stored, arrays);
    assertThat(Files.readAllBytes(stored)).isEqualTo(once);
    Path deflated = temp.resolve("deflated.npz");
    Npz.writeCompressed(deflated, arrays);
    for (Path file : new Path[] {stored, deflated}) {
      try (Npz npz = Npz.open(file)) {
        assertThat(npz.names()).containsExactly("b", "a");
        assertThat(npz.read("b").toFloats()).containsExactly(1, 2, Float.NaN);
        assertThat(npz.read("a").shape()).isEmpty();
      }
    }
  }
}
