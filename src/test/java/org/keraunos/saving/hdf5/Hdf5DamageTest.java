package org.keraunos.saving.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keraunos.base.DataException;

/**
 * Files that were cut, or changed at some bytes: whatever they say, reading all of them ends, with
 * values or a {@link DataException}, and takes no more memory than a small multiple of the file.
 * {@code -Dhdf5.places=100000} tries more places.
 */
class Hdf5DamageTest {
  private static final int PLACES = Integer.getInteger("hdf5.places", 60);
  private static final long SEED = Long.getLong("hdf5.seed", 5);
  private static final long MOST_MEMORY = 400L << 20;
  private static final long[] EXTREMES = {
    0,
    1,
    -1,
    0x7F,
    0xFF,
    0xFFFF,
    0x7FFFFFFF,
    0xFFFFFFFFL,
    1L << 32,
    1L << 40,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  /** Reads whatever can be reached. */
  static void visit(Hdf5Group group) {
    for (String attribute :
        List.of("text", "list", "name", "layer_names", "weight_names", "long")) {
      quietly(() -> group.texts(attribute));
    }
    quietly(() -> {
      for (String name : group.names()) {
        quietly(() -> group.array(name).ifPresent(array -> array.read()));
        quietly(() -> group.group(name).ifPresent(Hdf5DamageTest::visit));
      }
    });
  }

  private static void quietly(Runnable read) {
    try {
      read.run();
    } catch (DataException e) {
      assertThat(e.getMessage()).startsWith("x.h5: ");
    }
  }

  private static void visit(byte[] bytes, String what) {
    long before = allocated();
    try (Hdf5File file = Hdf5File.of(Path.of("x.h5"), "", ByteBuffer.wrap(bytes))) {
      visit(file.root());
    } catch (DataException e) {
      assertThat(e.getMessage()).startsWith("x.h5: ");
    } catch (RuntimeException | Error e) {
      throw new AssertionError(what + " (seed " + SEED + ")", e);
    }
    assertThat(allocated() - before).as(what + " (seed " + SEED + ")").isLessThan(MOST_MEMORY);
  }

  private static long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"numbers.h5", "refused.h5", "newer.h5", "written.h5", "../keras/body.weights.h5"})
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void endsWithValuesOrAMessage(String name) throws IOException {
    byte[] whole = Files.readAllBytes(Hdf5FileTest.file(name));
    SplittableRandom random = new SplittableRandom(SEED);
    for (int place = 0; place < PLACES; place++) {
      int at = place % 2 == 0 ? random.nextInt(whole.length) : structure(whole, random);
      byte[] bytes = whole.clone();
      String what = name;
      switch (random.nextInt(4)) {
        case 0 -> {
          bytes = Arrays.copyOf(whole, at);
          what += " cut to " + at;
        }
        case 1 -> {
          int bit = random.nextInt(8);
          bytes[at] ^= (byte) (1 << bit);
          what += " with bit " + bit + " of byte " + at + " turned";
        }
        default -> {
          long value = EXTREMES[random.nextInt(EXTREMES.length)];
          int width = 1 << random.nextInt(4);
          ByteBuffer eight =
              ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, value);
          System.arraycopy(eight.array(), 0, bytes, at, Math.min(width, bytes.length - at));
          what += " with " + value + " over " + width + " bytes at " + at;
        }
      }
      visit(bytes, what);
    }
  }

  /** A place behind one of the signatures of the format, where structure is. */
  private static int structure(byte[] bytes, SplittableRandom random) {
    byte[][] signatures = {
      {'T', 'R', 'E', 'E'},
      {'S', 'N', 'O', 'D'},
      {'H', 'E', 'A', 'P'},
      {'G', 'C', 'O', 'L'},
      {'O', 'H', 'D', 'R'},
      {1, 0, 0x11, 0},
      {0x11, 0x20, 0x1F, 0}
    };
    byte[] signature = signatures[random.nextInt(signatures.length)];
    int start = random.nextInt(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      int at = (start + i) % bytes.length;
      if (at + 4 <= bytes.length && Arrays.equals(bytes, at, at + 4, signature, 0, 4)) {
        return Math.min(bytes.length - 1, at + random.nextInt(64));
      }
    }
    return start;
  }

  @ParameterizedTest
  @CsvSource({
    "contiguous, received a data set that none were written to",
    "chunks, received a data set that none were written to",
    "large, 'expected at most 2^31 - 1 values, received the shape [1099511627776]'"
  })
  void absurdSizesCostNothing(String path, String message) {
    try (Hdf5File file = Hdf5File.open(Hdf5FileTest.file("absurd.h5"))) {
      long before = allocated();
      assertThatThrownBy(() -> file.array(path).read())
          .isInstanceOf(DataException.class)
          .hasMessageContaining(message);
      assertThat(allocated() - before).isLessThan(16L << 20);
    }
  }

  /**
   * Ten thousand times the file: the shape is known before, and whoever expects another asks no
   * more.
   */
  @Test
  void whatGrowsSaysSoBefore() {
    try (Hdf5File file = Hdf5File.open(Hdf5FileTest.file("absurd.h5"))) {
      assertThat(file.array("zeros").shape()).containsExactly(4_000_000);
      assertThat(file.array("zeros").floats()).hasSize(4_000_000).containsOnly(0);
    }
  }

  /** A header that claims more bytes than the file has. */
  @Test
  void sizesAreHeldAgainstTheFile() throws IOException {
    Hdf5Writer writer = new Hdf5Writer();
    writer.array("x", new int[] {1 << 28}, Hdf5Writer.Numbers.FLOAT64, () -> new double[0]);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThatThrownBy(() -> writer.writeTo(out)).isInstanceOf(IllegalArgumentException.class);
    byte[] start = out.toByteArray();
    assertThatThrownBy(() -> Hdf5File.of(Path.of("x.h5"), "", ByteBuffer.wrap(start)))
        .isInstanceOf(DataException.class)
        .hasMessage("x.h5: expected an HDF5 file that is whole, received the file ends behind "
            + start.length + " of " + writer.size() + " bytes");
  }
}
