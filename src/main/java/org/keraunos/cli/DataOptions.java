package org.keraunos.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keraunos.Predictor;
import org.keraunos.base.Check;
import org.keraunos.base.DataException;
import org.keraunos.base.Shape;
import org.keraunos.contract.LabelMatch;
import org.keraunos.data.Data;
import org.keraunos.data.ImageOptions;
import org.keraunos.data.readers.Content;
import org.keraunos.data.readers.Format;
import org.keraunos.data.readers.Listing;
import org.keraunos.data.readers.OnError;
import org.keraunos.data.readers.ReadOptions;
import org.keraunos.data.readers.Readers;
import org.keraunos.images.ImageLoader;
import org.keraunos.report.Text;
import org.keraunos.runtime.RuntimeOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of all commands that read data: what the files do not say. */
final class DataOptions {
  private static final int REMARKS = 5;

  @Option(
      names = {"--labels", "--label-names"},
      paramLabel = "NAMES",
      description =
          "Labels by name, joined by commas, as a JSON list or a file .txt or .json: names those of "
              + "arrays, else chooses and orders tags or columns.")
  private @Nullable String labels;

  @Option(
      names = "--label-count",
      paramLabel = "N",
      description = "How many columns of a table are labels: the last ones, the first ones if < 0.")
  private @Nullable Integer labelCount;

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description =
          "npz, npy, image-csv, label-folders, json-lines, coco, pascal-voc, yolo, cvat, open-images, "
              + "label-studio, images, cifar, feature-csv, arff or tfrecord; else recognised by what is "
              + "there.")
  private @Nullable String format;

  @Option(
      names = "--csv",
      paramLabel = "FILES",
      description = "The CSV files of a folder, joined by commas; labels.csv or the only one.")
  private @Nullable String csv;

  @Option(
      names = "--separator",
      paramLabel = "TEXT",
      description =
          "What stands between tags; the first of | ; , tab / + that there is, or blanks.")
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
  private double maxSkipped = ReadOptions.MOST_SKIPPED;

  @Mixin
  private TableOptions tableOptions = new TableOptions();

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

  boolean failsOnError() {
    return onError.equals("fail");
  }

  /**
   * What is made of data, or their name before what is wrong with them: the rest of the program
   * does not know where they lie.
   */
  static <T> T of(Path data, Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(data + ": " + e.getMessage(), e);
    }
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
      options.labels(labelNames());
    }
    if (labelCount != null) {
      Check.argument(labelCount != 0, "--label-count", "a number other than 0", 0);
      options.labelCount(labelCount);
    }
    if (csv != null) {
      options.csv(NameList.parse("--csv", csv).toArray(String[]::new));
    }
    if (separator != null) {
      Check.argument(!separator.isEmpty(), "--separator", "a character", "none");
      options.separator(separator);
    }
    if (images != null) {
      options.images(images);
    }
    tableOptions.configure(options);
    int[] size = imageSize();
    if (size.length > 0) {
      options.imageSize(size[0], size[1]);
    }
    if ("none".equals(cache)) {
      options.image(ImageOptions::withoutCache);
    } else if (cache != null) {
      Path folder = Path.of(cache);
      options.image(image -> image.cache(folder));
    }
    return options
        .onError(onError.equals("fail") ? OnError.FAIL : OnError.SKIP)
        .mostSkipped(maxSkipped);
  }

  /** The labels that the user named; none if not. */
  List<String> labelNames() {
    return labels == null ? List.of() : NameList.parse("--labels", labels);
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
    Format found = Format.of(path, readOptions());
    return found == Format.NPZ || found == Format.NPY;
  }

  /**
   * Reads data with labels, as a model is trained on them.
   *
   * @param runtime how TensorFlow, which decodes images, is to run: the process's first session
   *     decides for all
   * @param input what a network that there is already takes; null where the data decide
   */
  Data load(Path path, RuntimeOptions runtime, @Nullable Shape input) {
    ReadOptions options = readOptions().imageReading(new ImageLoader(runtime));
    if (input != null) {
      size(options, input);
    }
    return Data.read(path, options);
  }

  /** Says what was recognised and what was left out. */
  static void account(Data data, Consumer<String> say) {
    data.reading().lines().forEach(line -> say.accept(Text.line(line)));
    data.losses(REMARKS).forEach(line -> say.accept(Text.line(line)));
  }

  /**
   * Reads data for a model: its labels in its order unless the user names others, images in its
   * size.
   *
   * @param predictor the model
   * @param optional whether labels may be missing, as in rows to predict
   */
  Data load(Path path, Predictor predictor, boolean optional, Consumer<String> say) {
    ReadOptions options = readOptions().imageReading(new ImageLoader(RuntimeOptions.PREDICT));
    if (labels == null && !isArrays(path)) {
      if (!optional) {
        checkTags(path, predictor);
      }
      options.labels(predictor.labelNames().names());
    }
    if (optional) {
      options.labelsOptional();
    }
    size(options, predictor.inputShape());
    Data data = Data.read(path, options);
    account(data, say);
    return data;
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

  /** Images are read in the size that the model takes. */
  private void size(ReadOptions options, Shape input) {
    if (input.rank() != 3) {
      options.imageReading((listing, origin, said) -> {
        throw Check.bad("--data", "features, as the model takes " + input, "images");
      });
      return;
    }
    checkSize(input);
    int[] taken = {input.get(0), input.get(1)};
    options.image(image -> image.size(taken[0], taken[1]));
    if (List.of(1, 3, 4).contains(input.get(2))) { // else they are arrays, which are not decoded
      options.image(image -> image.channels(input.get(2)));
    }
  }

  /** A model takes one size. */
  void checkSize(Shape input) {
    int[] asked = imageSize();
    boolean image = input.rank() == 3;
    Check.argument(
        asked.length == 0 || (image && asked[0] == input.get(0) && asked[1] == input.get(1)),
        "--image-size",
        image ? input.get(0) + "x" + input.get(1) + ", what the model takes" : "a model of images",
        String.valueOf(imageSize));
  }

  /** Height and width; none where nobody said them. */
  int[] imageSize() {
    return imageSize(imageSize);
  }

  static int[] imageSize(@Nullable String text) {
    if (text == null) {
      return new int[0];
    }
    Matcher size = Pattern.compile("([1-9][0-9]{0,4})(?:x([1-9][0-9]{0,4}))?").matcher(text);
    String expected = "N or HxW, such as 32 or 48x64, each 1 to " + ImageOptions.LARGEST_SIDE;
    Check.argument(size.matches(), "--image-size", expected, text);
    int height = Integer.parseInt(size.group(1));
    int width = size.group(2) == null ? height : Integer.parseInt(size.group(2));
    Check.argument(
        Math.max(height, width) <= ImageOptions.LARGEST_SIDE, "--image-size", expected, text);
    return new int[] {height, width};
  }
}
