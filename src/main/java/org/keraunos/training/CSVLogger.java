package org.keraunos.training;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.DataException;

/**
 * Writes a line an epoch: {@code epoch} and then the figures in the order of their names,
 * {@code NA} for those of validation in an epoch that had none. {@code keras.callbacks.CSVLogger}.
 */
public final class CSVLogger implements Callback {
  /** What stands for a figure that an epoch has not: Keras's. */
  private static final String MISSING = "NA";

  private final Path file;
  private final String separator;
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
   * @param separator what stands between two values
   * @param append whether to go on behind what is there, without a second header
   */
  public CSVLogger(Path file, String separator, boolean append) {
    this.file = file;
    this.separator = separator;
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

  /** The names in their order; those of validation, too, if it is to come in a later epoch. */
  private static List<String> columns(EpochEnd event) {
    Set<String> names = new TreeSet<>(event.logs().keySet());
    if (event.control().hasValidation()
        && names.stream().noneMatch(name -> name.startsWith("val_"))) {
      event.logs().keySet().stream()
          .filter(name -> !name.equals("learning_rate"))
          .forEach(name -> names.add("val_" + name));
    }
    return List.copyOf(names);
  }

  @Override
  public void onEpochEnd(EpochEnd event) {
    try {
      boolean header = columns == null && Files.size(file) == 0;
      if (columns == null) {
        columns = columns(event);
      }
      List<String> values = new ArrayList<>(List.of(String.valueOf(event.epoch())));
      for (String column : columns) {
        Double value = event.logs().get(column);
        values.add(value == null ? MISSING : String.valueOf(value));
      }
      try (BufferedWriter out = Files.newBufferedWriter(file, StandardOpenOption.APPEND)) {
        if (header) {
          out.write("epoch" + separator + String.join(separator, columns) + "\n");
        }
        out.write(String.join(separator, values) + "\n");
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
  }
}
