package org.keraunos.data.readers;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.keraunos.base.AtomicFiles;
import org.keraunos.base.DataException;
import org.keraunos.data.npy.Npy;
import org.keraunos.data.npy.Npz;

/**
 * Arbitrary bytes as a file of each format: a listing or a {@link DataException}, nothing else.
 * {@code mvn verify} replays the saved inputs; the pom says how to search for new ones.
 */
class ReadersFuzz {
  @FuzzTest(maxDuration = "1m")
  void imageCsv(byte[] data) {
    read(data, "labels.csv", new ReadOptions().format(Format.IMAGE_CSV));
  }

  @FuzzTest(maxDuration = "1m")
  void featureCsv(byte[] data) {
    read(data, "features.csv", new ReadOptions().format(Format.FEATURE_CSV));
  }

  @FuzzTest(maxDuration = "1m")
  void jsonLines(byte[] data) {
    read(data, "data.jsonl", new ReadOptions());
  }

  @FuzzTest(maxDuration = "1m")
  void coco(byte[] data) {
    read(data, "coco.json", new ReadOptions());
  }

  @FuzzTest(maxDuration = "1m")
  void pascalVoc(byte[] data) {
    read(data, "image.xml", null);
  }

  @FuzzTest(maxDuration = "1m")
  void yoloYaml(byte[] data) {
    read(data, "data.yaml", new ReadOptions());
  }

  @FuzzTest(maxDuration = "1m")
  void yoloText(byte[] data) {
    inFile(data, "1.txt", file -> YoloTexts.read(file, List.of("cat", "dog")));
  }

  @FuzzTest(maxDuration = "1m")
  void cvat(byte[] data) {
    read(data, "annotations.xml", new ReadOptions());
  }

  @FuzzTest(maxDuration = "1m")
  void openImages(byte[] data) {
    read(data, "boxes.csv", new ReadOptions().format(Format.OPEN_IMAGES));
  }

  @FuzzTest(maxDuration = "1m")
  void labelStudio(byte[] data) {
    read(data, "project.json", new ReadOptions().format(Format.LABEL_STUDIO));
  }

  @FuzzTest(maxDuration = "1m")
  void listOfImages(byte[] data) {
    read(data, "list.txt", new ReadOptions().format(Format.IMAGES).labelsOptional());
  }

  @FuzzTest(maxDuration = "1m")
  void cifar(byte[] data) {
    read(data, "data_batch_1.bin", new ReadOptions());
  }

  @FuzzTest(maxDuration = "1m")
  void arff(byte[] data) {
    read(data, "data.arff", new ReadOptions().labelCount(1));
  }

  @FuzzTest(maxDuration = "1m")
  void meka(byte[] data) {
    read(data, "data.arff", new ReadOptions());
  }

  @FuzzTest(maxDuration = "1m")
  void tfRecord(byte[] data) {
    read(data, "data.tfrecord", new ReadOptions());
  }

  @FuzzTest(maxDuration = "1m")
  void npy(byte[] data) {
    inFile(data, "array.npy", file -> Npy.read(file).toDoubles());
  }

  @FuzzTest(maxDuration = "1m")
  void npz(byte[] data) {
    inFile(data, "arrays.npz", file -> {
      try (Npz npz = Npz.open(file)) {
        for (String name : npz.names()) {
          npz.read(name).toFloats();
        }
      }
    });
  }

  /** Reads the file itself, or with no options its folder. */
  private static void read(byte[] data, String name, ReadOptions options) {
    inFile(
        data,
        name,
        file -> Readers.read(
            options == null ? file.getParent() : file,
            options == null ? new ReadOptions() : options));
  }

  private interface Use {
    void of(Path file);
  }

  private static void inFile(byte[] data, String name, Use use) {
    try {
      Path folder = Files.createTempDirectory("fuzz");
      try {
        use.of(Files.write(folder.resolve(name), data));
      } catch (DataException e) {
        return; // as it should be
      } finally {
        AtomicFiles.deleteTree(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
