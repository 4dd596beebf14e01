package org.keraunos.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.DataException;

/**
 * Writes a line an epoch: {@code epoch} and then the figures in the order of their names, those of
 * validation last. {@code keras.callbacks.CSVLogger}. The file is Keras's: where the first epoch
 * has no validation, each figure has a column of validation as well, with {@code NA} where there is
 * none, and lines end as a CSV's do, with carriage return and line feed.
 */
public final class CSVLogger implements Callback {
  /** What stands for a figure that an epoch has not: Keras's. */
  private static final String MISSING = "NA";

  private static final String LINE_END = "\r\n";

  private final Path file;
  private final CSVFormat format;
  private final boolean append;
  private @Nullable List<String> columns;

  /**
   * A new file with commas.
   *
   * @param file where to write; replaced if it exists
   */
  public CSVLogger(Path file) {
    this(file, ",", false);
  }

  /**
   * A file.
   *
   * @param file where to write
   * @param separator what stands between two values, one character
   * @param append whether to go on behind what is there, without a second header
   */
  public CSVLogger(Path file, String separator, boolean append) {
    Check.argument(
        separator.length() == 1 && !"\"\r\n".contains(separator),
        "CSVLogger.separator",
        "one character, no quote and no line break",
        separator);
    this.file = file;
    this.format = CSVFormat.DEFAULT.builder().setDelimiter(separator).get();
    this.append = append;
  }

  @Override
  public void onTrainBegin(TrainBegin event) {
    columns = null;
    try {
      if (!append) {
        Files.deleteIfExists(file);
      }
      if (!Files.exists(file)) {
        Files.createFile(file);
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private DataException unwritable(IOException e) {
    return new DataException(
        file, "expected a place that can be written, received " + e.getMessage(), e);
  }

  /** The names in their order; as in Keras, all of validation, too, if none is there yet. */
  private static List<String> columns(Set<String> figures) {
    List<String> names = new ArrayList<>(new TreeSet<>(figures));
    if (names.stream().noneMatch(name -> name.startsWith("val_"))) {
      names.addAll(names.stream().map(name -> "val_" + name).toList());
    }
    return names;
  }

  @Override
  public void onEpochEnd(EpochEnd event) {
    Map<String, Double> logs = event.logs();
    try {
      boolean header = columns == null && Files.size(file) == 0;
      List<String> names = columns == null ? columns(logs.keySet()) : columns;
      columns = names;
      StringBuilder lines = new StringBuilder();
      if (header) {
        lines.append(line("epoch", names.stream()));
      }
      lines.append(line(
          event.epoch(),
          names.stream()
              .map(name -> logs.containsKey(name) ? String.valueOf(logs.get(name)) : MISSING)));
      Files.writeString(file, lines, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private String line(Object first, Stream<String> others) {
    return format.format(Stream.concat(Stream.of(first), others).toArray()) + LINE_END;
  }
}
