package org.keraunos.data.readers;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;

/** What a user may say about data that the files do not say. Every setting has a default that fits most data. */
public final class ReadOptions {
  private @Nullable Format format;
  private List<String> labels = List.of();
  private int labelCount;
  private String separator = "";
  private String csv = "";
  private @Nullable Path images;
  private boolean labelsOptional;

  /** Everything at its default. */
  public ReadOptions() {}

  /**
   * The format, if it is not to be recognised by what is there.
   *
   * @param forced the format
   * @return this
   */
  public ReadOptions format(Format forced) {
    format = forced;
    return this;
  }

  /**
   * The labels wanted, in this order. In a table they name columns. Default: all that are found, in the order of the
   * columns, or sorted where they are tags.
   *
   * @param names the names, each once
   * @return this
   */
  public ReadOptions labels(List<String> names) {
    Check.argument(
        names.stream().distinct().count() == names.size(), "labels", "each name once", names);
    labels = List.copyOf(names);
    return this;
  }

  /**
   * How many columns of a feature table are labels: the last ones, or the first ones if negative. Default: those that
   * {@link #labels} names, else those whose names start with {@code label}, {@code y_} or {@code target}.
   *
   * @param count the number, not 0
   * @return this
   */
  public ReadOptions labelCount(int count) {
    Check.argument(count != 0, "labelCount", "a number other than 0", count);
    labelCount = count;
    return this;
  }

  /**
   * What stands between the tags of a cell. Default: the first of {@code | ; ,} that any cell holds.
   *
   * @param text one character or more
   * @return this
   */
  public ReadOptions separator(String text) {
    Check.argument(!text.isEmpty(), "separator", "a character", "none");
    separator = text;
    return this;
  }

  /**
   * The CSV file of an image folder, relative to it. Default: {@code labels.csv}, else the only one.
   *
   * @param name the file
   * @return this
   */
  public ReadOptions csv(String name) {
    csv = name;
    return this;
  }

  /**
   * The folder that names of image files are relative to. Default: the folder of the list, or where its format puts
   * images.
   *
   * @param folder the folder
   * @return this
   */
  public ReadOptions images(Path folder) {
    images = folder;
    return this;
  }

  /**
   * Lets columns of a feature table that {@link #labels} names be missing: those labels are unknown in all rows, as in
   * rows to predict.
   *
   * @return this
   */
  public ReadOptions labelsOptional() {
    labelsOptional = true;
    return this;
  }

  boolean areLabelsOptional() {
    return labelsOptional;
  }

  @Nullable
  Format format() {
    return format;
  }

  List<String> labels() {
    return labels;
  }

  int labelCount() {
    return labelCount;
  }

  String separator() {
    return separator;
  }

  String csv() {
    return csv;
  }

  @Nullable
  Path images() {
    return images;
  }
}
