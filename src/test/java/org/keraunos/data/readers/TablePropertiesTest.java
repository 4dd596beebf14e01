package org.keraunos.data.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.keraunos.data.readers.Shown.labels;
import static org.keraunos.data.readers.Shown.names;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keraunos.base.DataException;

/**
 * What somebody wrote into a table is what is read, however it was written. More:
 * {@code -Dkeraunos.tables=100000}.
 */
class TablePropertiesTest {
  private static final int TABLES = Integer.getInteger("keraunos.tables", 400);

  @TempDir
  Path temp;

  @Test
  void whatWasWrittenIsRead() throws IOException {
    for (long seed = 0; seed < TABLES; seed++) {
      MadeTable made = new MadeTable(seed);
      Path folder = Files.createDirectory(temp.resolve(String.valueOf(seed)));
      ReadOptions options = made.write(folder);
      Listing listing;
      try {
        listing = Readers.read(folder, options);
      } catch (DataException e) {
        throw new AssertionError(made.how.toString(), e);
      }
      String how = made.how + "\n" + listing.reading();
      assertThat(names(listing)).as(how).isEqualTo(made.files);
      assertThat(listing.labelNames()).as(how).isEqualTo(made.expectedLabels());
      assertThat(labels(listing))
          .as(how)
          .isEqualTo(IntStream.range(0, made.files.size())
              .mapToObj(made::expectedCells)
              .toList());
      assertThat(listing.parts()).as(how).isEqualTo(made.parts);
      assertThat(listing.problems()).as(how).isEmpty();
      assertThat(listing.reading().sign()).as(how).isNotBlank();
    }
  }
}
