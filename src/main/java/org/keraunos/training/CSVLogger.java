package org.keraunos.training;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
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
import org.keraunos.base.NamedArray;
import org.keraunos.base.NamedArrays;
import org.keraunos.base.Stateful;

/**
 * Writes a line an epoch: {@code epoch} and then the figures in the order of their names, those of
 * validation last. {@code keras.callbacks.CSVLogger}. The file is Keras's: where the first epoch
 * has no validation, each figure has a column of validation as well, with {@code NA} where there is
 * none, and lines end as a CSV's do, with carriage return and line feed.
 *
 * <p>A training that goes on cuts the file back to what it held then.
 */
public final class CSVLogger implements Callback, Stateful {
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
      if (!append && !event.resumed()) {
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

  @Override
  public List<NamedArray> state() {
    List<String> names = columns == null ? List.of() : columns;
    long[] text = String.join("\n", names).chars().asLongStream().toArray();
    try {
      return List.of(NamedArrays.of("bytes", Files.size(file)), NamedArrays.of("columns", text));
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** A file that is shorter than it was, or gone, ends no training: its whole lines stay. */
  @Override
  public void restore(List<NamedArray> state) {
    double[] text = NamedArrays.get(state, "columns").toDoubles();
    StringBuilder names = new StringBuilder();
    for (double each : text) {
      names.append((char) each);
    }
    columns = text.length == 0 ? null : List.of(names.toString().split("\n", -1));
    try (FileChannel channel = FileChannel.open(file, READ, WRITE, CREATE)) {
      long length = (long) NamedArrays.get(state, "bytes").toDoubles()[0];
      if (channel.size() < length) {
        byte[] all = Files.readAllBytes(file);
        length = all.length;
        while (length > 0 && all[(int) length - 1] != '\n') {
          length--;
        }
      }
      channel.truncate(length);
      columns = length == 0 ? null : columns;
    } catch (IOException e) {
      throw unwritable(e);
    }
  }
}
