package org.keraunos.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keraunos.base.DataException;
import org.keraunos.base.FolderLock;
import org.keraunos.base.NamedArray;
import org.keraunos.base.NamedArrays;

/** Checkpoints as files: what was written is read, and nothing else. */
class CheckpointFileTest {
  /** Bits flipped and lengths cut; {@code -Dcheckpoint.places=10000} for more. */
  private static final int PLACES = Integer.getInteger("checkpoint.places", 300);

  @TempDir
  Path temp;

  static TrainingState state(int epoch) {
    float[] weights = new float[40_000];
    Arrays.fill(weights, epoch + 0.25f);
    return TrainingState.of(
        List.of(
            TrainingState.position(epoch, 0, -7, false, 0, Phase.EPOCH, 0),
            new NamedArray("variables/dense/kernel", new int[] {200, 200}, weights),
            new NamedArray("variables/optimizer/learning_rate", new int[0], new double[] {5e-4}),
            NamedArrays.of("history/loss", Double.NaN, -0.0, Double.MIN_VALUE),
            NamedArrays.of("callbacks/0/none", new double[0])),
        Map.of("data", Map.of("rows", 3), "options", Map.of("list", List.of(1, "zwei", 2.5))));
  }

  @Test
  void whatWasWrittenIsRead() {
    Path file = temp.resolve("a/b.ckpt");
    state(3).writeTo(file);
    assertThat(TrainingState.read(file)).isEqualTo(state(3)).isNotEqualTo(state(2));
  }

  @Test
  void aFlippedBitOrACutIsNeverReadAsSomethingElse() throws IOException {
    Path file = temp.resolve("whole.ckpt");
    // Small, so that the head, where mistakes are many, is most of it.
    TrainingState state = TrainingState.of(
        List.of(
            TrainingState.position(1, 0, 3, false, 0, Phase.EPOCH, 0),
            NamedArrays.of("variables/a", 1.5, 2.5)),
        Map.of("data", Map.of("rows", 3)));
    state.writeTo(file);
    byte[] whole = Files.readAllBytes(file);
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < PLACES; i++) {
      byte[] changed = whole.clone();
      if (i % 3 == 0) {
        changed = Arrays.copyOf(whole, random.nextInt(whole.length));
      } else {
        int place = i < whole.length ? i : random.nextInt(whole.length);
        changed[place] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(file, changed);
      assertThatExceptionOfType(DataException.class)
          .as("seed " + seed + ", change " + i)
          .isThrownBy(() -> TrainingState.read(file))
          .withMessageStartingWith(file.toString());
    }
  }

  /** A head that lies, with all checksums right. */
  private void write(Path file, String head, int bytes) throws IOException {
    byte[] json = head.getBytes(StandardCharsets.UTF_8);
    ByteBuffer all = ByteBuffer.allocate(28 + json.length + bytes + 4);
    all.order(ByteOrder.LITTLE_ENDIAN).put("KERAUNOS".getBytes(StandardCharsets.US_ASCII));
    all.putInt(1).putInt(json.length).putLong(all.capacity());
    CRC32C sum = new CRC32C();
    sum.update(json);
    all.putInt((int) sum.getValue()).put(json).position(all.capacity() - 4);
    CRC32C whole = new CRC32C();
    whole.update(all.array(), 0, all.position());
    all.putInt((int) whole.getValue());
    Files.write(file, all.array());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"arrays\": 3, \"facts\": {}}",
        "{\"arrays\": [], \"facts\": {}}",
        "{\"arrays\": [3], \"facts\": {}}",
        "{\"arrays\": [{\"name\": \"a\", \"type\": \"FLOAT32\", \"shape\": [2000000000],"
            + " \"crc32c\": 0}], \"facts\": {}}",
        "{\"arrays\": [{\"name\": \"a\", \"type\": \"FLOAT64\", \"shape\": [70000, 70000],"
            + " \"crc32c\": 0}], \"facts\": {}}",
        "{\"arrays\": [{\"name\": \"a\", \"type\": \"FLOAT64\", \"shape\": [-1, -8],"
            + " \"crc32c\": 0}], \"facts\": {}}",
        "{\"arrays\": [{\"name\": \"a\", \"type\": \"FLOAT64\", \"shape\": [1.5],"
            + " \"crc32c\": 0}], \"facts\": {}}",
        "{\"arrays\": [{\"name\": 3, \"type\": \"FLOAT64\", \"shape\": [1],"
            + " \"crc32c\": 0}], \"facts\": {}}",
        "{\"arrays\": [{\"name\": \"position\", \"type\": \"INT64\", \"shape\": [1],"
            + " \"crc32c\": 2348113713}], \"facts\": {}}",
      })
  void aHeadThatLiesIsRefused(String head) throws IOException {
    Path file = temp.resolve("hostile.ckpt");
    write(file, head, 8);
    assertThatExceptionOfType(DataException.class).isThrownBy(() -> TrainingState.read(file));
  }

  @Test
  void deepHeadsAndOtherFilesAreRefused() throws IOException {
    Path file = temp.resolve("deep.ckpt");
    write(file, "[".repeat(100_000), 0);
    assertThatExceptionOfType(DataException.class).isThrownBy(() -> TrainingState.read(file));
    Files.writeString(file, "not a checkpoint, but as long as one would have to be");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> TrainingState.read(file))
        .withMessageEndingWith("expected a checkpoint, received another file");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> TrainingState.read(temp.resolve("none.ckpt")))
        .withMessageEndingWith("expected a checkpoint, found nothing");
  }

  @Test
  void theLastAreKeptAndADamagedOneIsPassedOver() throws IOException {
    CheckpointFolder folder = new CheckpointFolder(temp);
    for (int epoch = 0; epoch < 5; epoch++) {
      folder.write(state(epoch), 3);
    }
    List<Path> files = folder.newestFirst();
    assertThat(files.stream().map(file -> file.getFileName().toString()))
        .containsExactly(
            "checkpoint-000005.ckpt", "checkpoint-000004.ckpt", "checkpoint-000003.ckpt");
    List<String> remarks = new ArrayList<>();
    assertThat(folder.newest(remarks::add)).hasValue(state(4));
    assertThat(remarks).isEmpty();
    byte[] damaged = Files.readAllBytes(files.get(0));
    damaged[90_000] ^= 4;
    Files.write(files.get(0), damaged);
    assertThat(folder.newest(remarks::add)).hasValue(state(3));
    assertThat(remarks)
        .containsExactly(
            files.get(0) + ": variables/dense/kernel: is damaged: its checksum is another",
            files.get(1) + ": taken, as the newest checkpoint that is whole");
    for (Path file : files) {
      Files.write(file, new byte[5]);
    }
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> folder.newest(remarks::add))
        .withMessageEndingWith("expected a checkpoint that is whole, found 3 damaged");
  }

  @Test
  void aFolderHasOneTrainingAtATime() {
    try (FolderLock lock = FolderLock.of(temp, "a training writes checkpoints")) {
      assertThat(lock.isThere()).isTrue();
      assertThatIllegalStateException()
          .isThrownBy(() -> FolderLock.of(temp, "a training writes checkpoints"))
          .withMessage(temp + ": a training writes checkpoints there already, in this process;"
              + " take another folder, or wait");
    }
    FolderLock.of(temp, "a training").close();
  }

  @Test
  void aLockInAFolderThatWasMadeAgainHoldsNobody() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("run"));
    try (FolderLock lock = FolderLock.of(folder, "a training")) {
      Files.move(folder, temp.resolve("elsewhere"));
      assertThat(lock.isThere()).isFalse();
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(".lock"), "1");
      assertThat(lock.isThere()).isFalse();
    }
  }

  @Test
  void statesHaveOnePlaceInTheFile() throws IOException {
    ByteArrayOutputStream first = new ByteArrayOutputStream();
    ByteArrayOutputStream second = new ByteArrayOutputStream();
    CheckpointFile.write(state(1), first);
    CheckpointFile.write(state(1), second);
    assertThat(first.toByteArray()).isEqualTo(second.toByteArray());
  }
}
