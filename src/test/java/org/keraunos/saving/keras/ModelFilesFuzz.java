package org.keraunos.saving.keras;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.keraunos.base.AtomicFiles;
import org.keraunos.base.DataException;
import org.keraunos.layers.InputSizes;
import org.keraunos.saving.hdf5.Hdf5File;
import org.keraunos.saving.hdf5.Hdf5Group;

/**
 * Arbitrary bytes as a file of a model: a model or a {@link DataException}, nothing else.
 * {@code mvn verify} replays the saved inputs; the pom says how to search for new ones.
 */
class ModelFilesFuzz {
  @FuzzTest(maxDuration = "1m")
  void hdf5(byte[] data) {
    try (Hdf5File file = Hdf5File.of(Path.of("x.h5"), "", ByteBuffer.wrap(data))) {
      visit(file.root());
    } catch (DataException e) {
      return; // as it should be
    }
  }

  private static void visit(Hdf5Group group) {
    for (String name : group.names()) {
      group.array(name).ifPresent(array -> array.read());
      group.group(name).ifPresent(ModelFilesFuzz::visit);
    }
  }

  @FuzzTest(maxDuration = "1m")
  void keras(byte[] data) {
    inFile(
        data,
        "x.keras",
        file -> KerasFile.open(file, InputSizes.KNOWN, MixedFloat16.AS_FLOAT32, true, new Notes())
            .close());
  }

  @FuzzTest(maxDuration = "1m")
  void legacy(byte[] data) {
    inFile(
        data,
        "x.h5",
        file -> LegacyFile.open(file, InputSizes.KNOWN, MixedFloat16.AS_FLOAT32, true, new Notes())
            .close());
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
