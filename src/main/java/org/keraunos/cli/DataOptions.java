package org.keraunos.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.keraunos.Predictor;
import org.keraunos.base.Check;
import org.keraunos.base.DataException;
import org.keraunos.base.LabelNames;
import org.keraunos.base.Shape;
import org.keraunos.contract.LabelMatch;
import org.keraunos.data.Dataset;
import org.keraunos.data.ListedData;
import org.keraunos.data.inspect.Inspection;
import org.keraunos.data.readers.Content;
import org.keraunos.data.readers.Format;
import org.keraunos.data.readers.Listing;
import org.keraunos.data.readers.ReadOptions;
import org.keraunos.data.readers.Readers;
import org.keraunos.images.ImageDataset;
import org.keraunos.images.LoadedImages;
import org.keraunos.images.OnError;
import org.keraunos.runtime.RuntimeOptions;
import picocli.CommandLine.Option;

/** The options of all commands that read data: what the files do not say. */
final class DataOptions {
  private static final int REMARKS = 5;
  private static final int SIDE = 64;

  @Option(
      names = {"--labels", "--label-names"},
      paramLabel = "NAMES",
      split = ",",
      description =
          "Labels by name, joined by commas: names those of arrays, else chooses and orders tags or "
              + "columns.")
  private String @Nullable [] labels;

  @Option(
      names = "--label-count",
      paramLabel = "N",
      description = "How many columns of a table are labels: the last ones, the first ones if < 0.")
  private @Nullable Integer labelCount;

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description =
          "npz, npy, image-csv, label-folders, json-lines, coco, pascal-voc, cifar, feature-csv, "
              + "arff or tfrecord; else recognised by what is there.")
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
      names = "--image-size",
      paramLabel = "N|HxW",
      description =
          "The height and width that image files are stretched to; 64, or what the model takes.")
  private @Nullable String imageSize;

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description =
          "Where decoded images are kept for the next run, or none; $XDG_CACHE_HOME/keraunos, else "
              + "~/.cache/keraunos.")
  private @Nullable String cache;

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
    imageSize();
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

  /** The labels that the user named; none if not. */
  List<String> labelNames() {
    return labels == null ? List.of() : List.of(labels);
  }

  private static Format format(String name) {
    for (Format each : Format.values()) {
      if (each.spelled().equals(name)) {
        return each;
      }
    }
    throw Check.bad(
        "--format",
        "one of "
            + String.join(
                ", ", Arrays.stream(Format.values()).map(Format::spelled).toList()),
        name);
  }

  /** Whether the path holds NumPy's arrays, which have no listing. */
  boolean isArrays(Path path) {
    return format == null ? ArrayData.isArrays(path) : List.of("npz", "npy").contains(format);
  }

  /**
   * Reads data with labels, as a model is trained on them.
   *
   * @param runtime how TensorFlow, which decodes images, is to run: the process's first session decides for all
   */
  LoadedData load(Path path, RuntimeOptions runtime, Consumer<String> say) {
    return load(path, readOptions(), null, runtime, say);
  }

  /**
   * Reads data for a model: its labels in its order unless the user names others, images in its size.
   *
   * @param predictor the model
   * @param optional whether labels may be missing, as in rows to predict
   */
  LoadedData load(Path path, Predictor predictor, boolean optional, Consumer<String> say) {
    ReadOptions options = readOptions();
    if (labels == null && !isArrays(path)) {
      if (!optional) {
        checkTags(path, predictor);
      }
      options.labels(predictor.labelNames().names());
    }
    return load(
        path,
        optional ? options.labelsOptional() : options,
        predictor.inputShape(),
        RuntimeOptions.PREDICT,
        say);
  }

  /** Tags that the model does not know, or does not find, must not become zeros in silence. */
  private void checkTags(Path path, Predictor predictor) {
    if (!predictor.contract().output().named()) {
      return;
    }
    Listing found;
    try {
      found = Readers.read(path, readOptions());
    } catch (DataException e) {
      // With the model's labels as options it may be readable, and if not, that says why.
      return;
    }
    if (!(found.content() instanceof Content.Features)) {
      LabelMatch.check(
          path + " (--labels " + String.join(",", predictor.labelNames().names())
              + " takes those alone)",
          found.labelNames(),
          predictor.labelNames().names());
    }
  }

  private LoadedData load(
      Path path,
      ReadOptions options,
      @Nullable Shape input,
      RuntimeOptions runtime,
      Consumer<String> say) {
    if (isArrays(path)) {
      ListedData rows = ArrayData.read(path);
      if (labels != null) {
        Dataset named = rows.dataset().withLabelNames(new LabelNames(List.of(labels)));
        rows = new ListedData(named, rows.parts(), rows.problems());
      }
      return new LoadedData(rows, numbers(rows.dataset().size()), List.of());
    }
    Listing listing = Readers.read(path, options);
    if (listing.content() instanceof Content.Images
        || (listing.content() instanceof Content.Pixels pixels && resizes(pixels, input))) {
      return images(listing, path, size(input, say), input, runtime, say);
    }
    if (onError.equals("fail")) {
      ListedData.checkFlawless(listing);
    }
    ListedData rows = ListedData.of(listing, path, maxSkipped);
    rows.remarks(REMARKS).forEach(say);
    List<String> features =
        listing.content() instanceof Content.Features table ? table.names() : List.of();
    return new LoadedData(rows, numbers(rows.dataset().size()), features);
  }

  private boolean resizes(Content.Pixels pixels, @Nullable Shape input) {
    if (input != null && input.rank() == 3) {
      return !input.equals(Shape.of(pixels.height(), pixels.width(), pixels.channels()));
    }
    return imageSize != null;
  }

  private LoadedData images(
      Listing listing,
      Path path,
      int[] size,
      @Nullable Shape input,
      RuntimeOptions runtime,
      Consumer<String> say) {
    ImageDataset images = ImageDataset.of(listing, path)
        .resize(size[0], size[1])
        .channels(input == null ? 3 : input.get(2))
        .onError(onError.equals("fail") ? OnError.FAIL : OnError.SKIP)
        .mostSkipped(maxSkipped)
        .runtime(runtime);
    if ("none".equals(cache)) {
      images.withoutCache();
    } else if (cache != null) {
      images.cache(Path.of(cache));
    }
    LoadedImages loaded = images.load();
    ListedData rows =
        new ListedData(loaded.dataset(), loaded.parts(), loaded.report().problems());
    rows.remarks(REMARKS).forEach(say);
    if (!loaded.report().cacheNote().isEmpty()) {
      say.accept(loaded.report().cacheNote());
    }
    List<String> names = loaded.sources().isEmpty()
        ? numbers(rows.dataset().size())
        : loaded.sources().stream().map(source -> Inspection.name(source, path)).toList();
    return new LoadedData(rows, names, List.of());
  }

  private int[] size(@Nullable Shape input, Consumer<String> say) {
    int[] asked = imageSize();
    if (input != null) {
      Check.argument(
          input.rank() == 3, "--data", "features, as the model takes " + input, "images");
      int[] taken = {input.get(0), input.get(1)};
      Check.argument(
          asked.length == 0 || Arrays.equals(asked, taken),
          "--image-size",
          taken[0] + "x" + taken[1] + ", what the model takes",
          String.valueOf(imageSize));
      return taken;
    }
    if (asked.length == 0) {
      say.accept("Images are stretched to " + SIDE + " x " + SIDE + " (--image-size)");
      return new int[] {SIDE, SIDE};
    }
    return asked;
  }

  private int[] imageSize() {
    if (imageSize == null) {
      return new int[0];
    }
    Matcher size = Pattern.compile("([1-9][0-9]{0,4})(?:x([1-9][0-9]{0,4}))?").matcher(imageSize);
    Check.argument(size.matches(), "--image-size", "N or HxW, such as 32 or 48x64", imageSize);
    int height = Integer.parseInt(size.group(1));
    String width = size.group(2);
    return new int[] {height, width == null ? height : Integer.parseInt(width)};
  }

  private static List<String> numbers(int rows) {
    return rows == 0
        ? Collections.emptyList()
        : IntStream.range(0, rows).mapToObj(String::valueOf).toList();
  }
}
