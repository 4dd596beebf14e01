package org.keraunos.data.readers;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.data.ImageOptions;
import org.keraunos.data.ImageReading;

/**
 * What a user may say about data that the files do not say. Every setting has a default that fits
 * most data; each changes this object and returns it.
 */
public final class ReadOptions {
  /** The share of rows that may be left out unless the caller says otherwise: 1 %. */
  public static final double MOST_SKIPPED = 0.01;

  private @Nullable Format format;
  private List<String> labels = List.of();
  private int labelCount;
  private String separator = "";
  private List<String> csv = List.of();
  private @Nullable Path images;
  private boolean labelsOptional;
  private @Nullable Repeated repeated;
  private @Nullable Charset encoding;
  private String fileColumn = "";
  private List<String> labelColumns = List.of();
  private Set<String> drop = Set.of();
  private @Nullable String partColumn;
  private @Nullable Boolean header;
  private @Nullable Boolean decimalComma;
  private @Nullable String inputArray;
  private @Nullable String labelArray;
  private @Nullable Boolean channelsFirst;
  private Set<String> unknown = Set.of();
  private Set<String> absent = Set.of();
  private OnError onError = OnError.SKIP;
  private double mostSkipped = MOST_SKIPPED;
  private Consumer<Problem> onProblem = problem -> {};
  private final ImageOptions image = new ImageOptions();
  private @Nullable ImageReading imageReading;

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
   * The labels wanted, in this order. In a table they name columns. Default: all that are found, in
   * the order of the columns, or sorted where they are tags.
   *
   * @param names the names, each once
   * @return this
   */
  public ReadOptions labels(List<String> names) {
    Check.argument(
        names.stream().distinct().count() == names.size(), "labels", "each name once", names);
    labels = names.stream().map(Names::composed).toList();
    return this;
  }

  /**
   * How many columns of a feature table are labels: the last ones, or the first ones if negative.
   * Default: those that {@link #labels} names, else those whose names start with {@code label},
   * {@code y_} or {@code target}.
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
   * What stands between the tags of a cell. Default: the first of {@code | ; ,}, tab, {@code / +}
   * that any cell holds; blanks where the words of longer cells stand alone in others.
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
   * The CSV files of a folder, relative to it; several are read together, their columns matched by
   * name. Default: {@code labels.csv}, else the only one.
   *
   * @param names the files
   * @return this
   */
  public ReadOptions csv(String... names) {
    csv = List.of(names);
    return this;
  }

  /**
   * The folder that names of image files are relative to. Default: the folder of the list, or where
   * its format puts images.
   *
   * @param folder the folder
   * @return this
   */
  public ReadOptions images(Path folder) {
    images = folder;
    return this;
  }

  /**
   * Lets labels be missing, as in rows to predict: those are unknown in all rows.
   *
   * @return this
   */
  public ReadOptions labelsOptional() {
    labelsOptional = true;
    return this;
  }

  /**
   * What decides where rows of the same picture contradict each other. Default: it is an error.
   *
   * @param rule union or majority
   * @return this
   */
  public ReadOptions repeated(Repeated rule) {
    repeated = rule;
    return this;
  }

  /**
   * The encoding of texts. Default: UTF-8, or UTF-16 where a byte order mark says so.
   *
   * @param charset the encoding
   * @return this
   */
  public ReadOptions encoding(Charset charset) {
    encoding = charset;
    return this;
  }

  /**
   * The column of a table that names the image files. Default: the one whose cells do.
   *
   * @param column its name
   * @return this
   */
  public ReadOptions fileColumn(String column) {
    fileColumn = column;
    return this;
  }

  /**
   * The columns of a table that are labels: one of tags, or any number of 0 and 1. Default:
   * recognised by what they hold.
   *
   * @param columns their names
   * @return this
   */
  public ReadOptions labelColumns(List<String> columns) {
    labelColumns = List.copyOf(columns);
    return this;
  }

  /**
   * Columns of a table to leave out.
   *
   * @param columns their names
   * @return this
   */
  public ReadOptions drop(List<String> columns) {
    drop = Set.copyOf(columns);
    return this;
  }

  /**
   * The column of a table that says which part a row belongs to. Default: one that is called
   * {@code split}, {@code set}, {@code is_valid} or the like and holds parts.
   *
   * @param column its name, or {@code none} if no column does
   * @return this
   */
  public ReadOptions partColumn(String column) {
    partColumn = column;
    return this;
  }

  /**
   * Whether the first line of a table names its columns. Default: recognised.
   *
   * @param first whether it does
   * @return this
   */
  public ReadOptions header(boolean first) {
    header = first;
    return this;
  }

  /**
   * Whether numbers in the features of a table have decimal commas, and points between thousands;
   * else they have decimal points, and commas between thousands. Default: told by the cells of a
   * column.
   *
   * @param comma whether they have
   * @return this
   */
  public ReadOptions decimalComma(boolean comma) {
    decimalComma = comma;
    return this;
  }

  /**
   * The array of inputs in NumPy's files, with or without a part's word as in {@code a_train}.
   * Default: {@code x}, {@code images} and the like.
   *
   * @param name its name, such as {@code arr_0}
   * @return this
   */
  public ReadOptions inputArray(String name) {
    inputArray = name;
    return this;
  }

  /**
   * The array of labels in NumPy's files. Default: {@code y}, {@code labels} and the like.
   *
   * @param name its name, such as {@code arr_1}
   * @return this
   */
  public ReadOptions labelArray(String name) {
    labelArray = name;
    return this;
  }

  /**
   * Whether images in NumPy's files are (rows, channels, height, width). Default: they are (rows,
   * height, width, channels), and those that look otherwise are asked for.
   *
   * @param first whether the channels come first
   * @return this
   */
  public ReadOptions channelsFirst(boolean first) {
    channelsFirst = first;
    return this;
  }

  /**
   * Cells that say that a label is not known, beside {@code ?}, {@code NaN} and nothing.
   *
   * @param cells such as -1; upper and lower case are alike
   * @return this
   */
  public ReadOptions unknown(String... cells) {
    unknown = lower(cells);
    return this;
  }

  /**
   * Cells that say that a label is absent, beside 0 and its like.
   *
   * @param cells such as -1; upper and lower case are alike
   * @return this
   */
  public ReadOptions absent(String... cells) {
    absent = lower(cells);
    return this;
  }

  private static Set<String> lower(String... cells) {
    return Stream.of(cells)
        .map(cell -> cell.strip().toLowerCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * What happens when something cannot be used. Default: {@link OnError#SKIP}.
   *
   * @param policy skip or fail
   * @return this
   */
  public ReadOptions onError(OnError policy) {
    onError = policy;
    return this;
  }

  /**
   * The largest share of rows that may be left out. Default: 0.01.
   *
   * @param share 0 to 1
   * @return this
   */
  public ReadOptions mostSkipped(double share) {
    Check.argument(share >= 0 && share <= 1, "mostSkipped", "0 to 1", share);
    mostSkipped = share;
    return this;
  }

  /**
   * Hears of everything that is wrong as it is found, also when the reading fails in the end.
   *
   * @param listener is called on the thread that reads
   * @return this
   */
  public ReadOptions onProblem(Consumer<Problem> listener) {
    onProblem = listener;
    return this;
  }

  /**
   * The size to stretch images to. Default: 64 x 64; data that are pixels already keep theirs.
   *
   * @param height rows, 1 to 16384
   * @param width pixels of a row, 1 to 16384
   * @return this
   */
  public ReadOptions imageSize(int height, int width) {
    image.size(height, width);
    return this;
  }

  /**
   * How images become pixels.
   *
   * @param settings changes size, channels, cache, ...
   * @return this
   */
  public ReadOptions image(Consumer<ImageOptions> settings) {
    settings.accept(image);
    return this;
  }

  /**
   * Who decodes images. Default: the implementation on the class path, which runs TensorFlow as it
   * likes best.
   *
   * @param decoder for example one with other threads
   * @return this
   */
  public ReadOptions imageReading(ImageReading decoder) {
    imageReading = decoder;
    return this;
  }

  /** {@return how images become pixels} */
  public ImageOptions image() {
    return image;
  }

  /** {@return who decodes images, if the caller said so} */
  public Optional<ImageReading> imageReading() {
    return Optional.ofNullable(imageReading);
  }

  /** {@return what happens when something cannot be used} */
  public OnError onError() {
    return onError;
  }

  /** {@return the largest share of rows that may be left out} */
  public double mostSkipped() {
    return mostSkipped;
  }

  /** {@return who hears of what is wrong} */
  public Consumer<Problem> problemListener() {
    return onProblem;
  }

  /** {@return the labels wanted, in this order; none if all are} */
  public List<String> labels() {
    return labels;
  }

  /** {@return whether labels may be missing} */
  public boolean areLabelsOptional() {
    return labelsOptional;
  }

  /** {@return the array of inputs, if the user names it} */
  public Optional<String> inputArray() {
    return Optional.ofNullable(inputArray);
  }

  /** {@return the array of labels, if the user names it} */
  public Optional<String> labelArray() {
    return Optional.ofNullable(labelArray);
  }

  /** {@return whether channels come first in arrays, if the user says so} */
  public Optional<Boolean> channelsFirst() {
    return Optional.ofNullable(channelsFirst);
  }

  /** {@return the cells that say that a label is not known, in lower case} */
  public Set<String> unknown() {
    return unknown;
  }

  /** {@return the cells that say that a label is absent, in lower case} */
  public Set<String> absent() {
    return absent;
  }

  @Nullable
  Format format() {
    return format;
  }

  int labelCount() {
    return labelCount;
  }

  String separator() {
    return separator;
  }

  List<String> csv() {
    return csv;
  }

  @Nullable
  Path images() {
    return images;
  }

  @Nullable
  Repeated repeated() {
    return repeated;
  }

  @Nullable
  Charset encoding() {
    return encoding;
  }

  String fileColumn() {
    return fileColumn;
  }

  @Nullable
  Boolean decimalComma() {
    return decimalComma;
  }

  List<String> labelColumns() {
    return labelColumns;
  }

  Set<String> drop() {
    return drop;
  }

  @Nullable
  String partColumn() {
    return partColumn;
  }

  @Nullable
  Boolean header() {
    return header;
  }
}
