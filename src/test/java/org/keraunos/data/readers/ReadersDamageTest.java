package org.keraunos.data.readers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keraunos.base.DataException;

/**
 * Damages one file of a fixture in many seeded ways: whatever comes, a listing or a
 * {@link DataException}. More rounds: {@code -Dkeraunos.damage.rounds=100000}.
 */
class ReadersDamageTest {
  private static final int ROUNDS = Integer.getInteger("keraunos.damage.rounds", 150);
  private static final List<String> WORDS = List.of(
      "\"",
      "'",
      "{",
      "}",
      "[",
      "]",
      ",",
      "\n",
      "\0",
      "-1",
      "999999999999999999999",
      "1e999",
      "NaN",
      "null",
      "{}",
      "[[",
      "<!DOCTYPE a>",
      "&x;",
      "<a>",
      "]]>",
      "../..",
      "\\",
      "@data",
      "%",
      "\uFEFF",
      "0x1p3",
      "?");

  @TempDir
  Path temp;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tags/labels.csv",
        "columns/list.csv",
        "jsonl/metadata.jsonl",
        "features.jsonl",
        "coco/annotations/instances_train2017.json",
        "voc/Annotations/000001.xml",
        "voc/Annotations/entity.xml",
        "yolo/data.yaml",
        "yolo/labels/train/1.txt",
        "cvat/annotations.xml",
        "openimages/train-annotations-human-imagelabels.csv",
        "openimages/class-descriptions.csv",
        "studio/project.json",
        "cifar10/data_batch_1.bin",
        "cifar10/batches.meta.txt",
        "features.csv",
        "features.tsv",
        "arff/birds-train.arff",
        "arff/birds-test.arff",
        "arff/birds.xml",
        "meka.arff",
        "tfrecord/vectors.tfrecord",
        "tfrecord/classes.tfrecord",
        "tfrecord/shards/train.tfrecord-00000-of-00002"
      })
  void onlyDataExceptionsComeOut(String name) throws IOException {
    byte[] good = Files.readAllBytes(Shown.fixture(name));
    Path folder = copy(name);
    Path target = folder.resolve(name);
    int slash = name.indexOf('/');
    // a folder is read as a whole; of the records each file is another kind of data
    Path read = slash < 0 || name.startsWith("tfrecord")
        ? target
        : folder.resolve(name.substring(0, slash));
    int listings = 0;
    for (int seed = 0; seed < ROUNDS; seed++) {
      Files.write(target, damaged(good, new SplittableRandom(seed)));
      try {
        listings += Readers.read(read, new ReadOptions().unknown("-1")).rows() > 0 ? 1 : 0;
      } catch (DataException e) {
        assertThat(e).as("seed %s", seed).hasMessageContaining(folder.toString());
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + seed + " of " + name, e);
      }
    }
    // damage that is never noticed, or always fatal, would say that this test damages the wrong
    // place
    assertThat(listings).isBetween(1, ROUNDS);
  }

  /** The fixture that a file belongs to, with all its files. */
  private Path copy(String name) throws IOException {
    int slash = name.indexOf('/');
    Path from = Shown.fixture(slash < 0 ? name : name.substring(0, slash));
    List<Path> files;
    try (Stream<Path> walk = Files.walk(from)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      Path to = temp.resolve(Shown.fixture("").relativize(file).toString());
      Files.createDirectories(to.getParent());
      Files.copy(file, to);
    }
    return temp;
  }

  private static byte[] damaged(byte[] good, SplittableRandom random) {
    byte[] bytes = good.clone();
    for (int n = random.nextInt(4); n >= 0 && bytes.length > 0; n--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 ->
          bytes = splice(
              bytes,
              at,
              0,
              WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8));
        case 3 ->
          bytes = splice(bytes, at, Math.min(bytes.length - at, random.nextInt(40)), new byte[0]);
        default -> {
          int length = Math.min(bytes.length - at, random.nextInt(80));
          bytes = splice(
              bytes, random.nextInt(bytes.length), 0, Arrays.copyOfRange(bytes, at, at + length));
        }
      }
    }
    return bytes;
  }

  private static byte[] splice(byte[] bytes, int at, int removed, byte[] added) {
    byte[] result = new byte[bytes.length - removed + added.length];
    System.arraycopy(bytes, 0, result, 0, at);
    System.arraycopy(added, 0, result, at, added.length);
    System.arraycopy(bytes, at + removed, result, at + added.length, bytes.length - at - removed);
    return result;
  }
}
