package org.keraunos.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.data.Dataset;
import org.keraunos.data.LabelSet;
import org.keraunos.data.ListedData;
import org.keraunos.data.readers.Content;
import org.keraunos.data.readers.Format;
import org.keraunos.data.readers.Listing;
import org.keraunos.data.readers.ReadOptions;
import org.keraunos.data.readers.Readers;
import picocli.CommandLine.Option;

/** The options of all commands that read data: what the files do not say. */
final class DataOptions {
  private static final int REMARKS = 5;

  @Option(
      names = {"--labels", "--label-names"},
      paramLabel = "NAMES",
      split = ",",
      description = {
        "Labels by name, joined by commas: names those of arrays, else chooses and orders tags or",
        "columns."
      })
  private String @Nullable [] labels;

  @Option(
      names = "--label-count",
      paramLabel = "N",
      description = "How many columns of a table are labels: the last ones, the first ones if < 0.")
  private @Nullable Integer labelCount;

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description = {
        "npz, npy, image-csv, label-folders, json-lines, coco, pascal-voc, cifar, feature-csv,",
        "arff or tfrecord; else recognised by what is there."
      })
  private @Nullable String format;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "The CSV file of an image folder, relative to it; labels.csv or the only one.")
  private @Nullable String csv;

  @Option(
      names = "--separator",
      paramLabel = "TEXT",
      description = "What stands between tags; the first of | ; , that there is.")
  private @Nullable String separator;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description = "The folder that names of image files are relative to.")
  private @Nullable Path images;

  @Option(
      names = "--on-error",
      paramLabel = "skip|fail",
      defaultValue = "skip",
      description = "What to do with rows that cannot be used; skip, up to --max-skipped.")
  private String onError = "skip";

  @Option(
      names = "--max-skipped",
      paramLabel = "SHARE",
      defaultValue = "0.01",
      description = "The largest share of rows to leave out; ${DEFAULT-VALUE}.")
  private double maxSkipped = ListedData.MOST_SKIPPED;

  DataOptions() {}

  /** Fails over values that no data could make right. */
  void check() {
    Check.argument(
        List.of("skip", "fail").contains(onError), "--on-error", "skip or fail", onError);
    Check.argument(
        maxSkipped >= 0 && maxSkipped <= 1, "--max-skipped", "a share, 0 to 1", maxSkipped);
    readOptions();
  }

  boolean namesLabels() {
    return labels != null;
  }

  /** What the options say to the readers. */
  ReadOptions readOptions() {
    ReadOptions options = new ReadOptions();
    if (format != null) {
      options.format(format(format));
    }
    if (labels != null) {
      options.labels(List.of(labels));
    }
    if (labelCount != null) {
      Check.argument(labelCount != 0, "--label-count", "a number other than 0", 0);
      options.labelCount(labelCount);
    }
    if (csv != null) {
      options.csv(csv);
    }
    if (separator != null) {
      Check.argument(!separator.isEmpty(), "--separator", "a character", "none");
      options.separator(separator);
    }
    if (images != null) {
      options.images(images);
    }
    return options;
  }

  /** A format as --format has it. */
  static String name(Format format) {
    return format.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The labels that the user named; none if not. */
  List<String> labelNames() {
    return labels == null ? List.of() : List.of(labels);
  }

  private static Format format(String name) {
    for (Format each : Format.values()) {
      if (name(each).equals(name)) {
        return each;
      }
    }
    throw Check.bad(
        "--format",
        "one of "
            + String.join(
                ", ", Arrays.stream(Format.values()).map(DataOptions::name).toList()),
        name);
  }

  /** Whether the path holds NumPy's arrays, which have no listing. */
  boolean isArrays(Path path) {
    return format == null ? ArrayData.isArrays(path) : List.of("npz", "npy").contains(format);
  }

  /** Reads data with labels, as a model is trained on them. */
  LoadedData load(Path path, Consumer<String> say) {
    return load(path, readOptions(), say);
  }

  /**
   * Reads data for a model: its labels in its order unless the user names others.
   *
   * @param modelLabels the names of the model's labels
   * @param optional whether labels may be missing, as in rows to predict
   */
  LoadedData load(Path path, List<String> modelLabels, boolean optional, Consumer<String> say) {
    ReadOptions options = readOptions();
    if (labels == null && !isArrays(path)) {
      options.labels(modelLabels);
    }
    return load(path, optional ? options.labelsOptional() : options, say);
  }

  private LoadedData load(Path path, ReadOptions options, Consumer<String> say) {
    if (isArrays(path)) {
      ListedData rows = ArrayData.read(path);
      if (labels != null) {
        Dataset named = rows.dataset().withLabelNames(new LabelSet(List.of(labels)));
        rows = new ListedData(named, rows.parts(), rows.problems());
      }
      return new LoadedData(rows, numbers(rows.dataset().size()), List.of());
    }
    Listing listing = Readers.read(path, options);
    if (onError.equals("fail")) {
      ListedData.checkFlawless(listing);
    }
    ListedData rows = ListedData.of(listing, path, maxSkipped);
    rows.remarks(REMARKS).forEach(say);
    List<String> features =
        listing.content() instanceof Content.Features table ? table.names() : List.of();
    return new LoadedData(rows, numbers(rows.dataset().size()), features);
  }

  private static List<String> numbers(int rows) {
    return rows == 0
        ? Collections.emptyList()
        : IntStream.range(0, rows).mapToObj(String::valueOf).toList();
  }
}
