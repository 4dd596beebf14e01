package org.keraunos.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.keraunos.Predictions;
import org.keraunos.Predictor;
import org.keraunos.base.Check;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.Shape;
import org.keraunos.data.Data;
import org.keraunos.data.Dataset;
import org.keraunos.data.readers.Part;
import org.keraunos.report.ContactSheet;
import org.keraunos.report.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keraunos predict}: labels and probabilities of image files or arrays. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    description = {
      "Says which labels images have, with probabilities.",
      "A line an image on standard output, all probabilities with --output."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  keraunos predict scene.png",
      "  keraunos predict --model models/flowers *.jpg --output flowers.csv",
      "  keraunos predict new-photos --output photos.csv",
      "  keraunos predict --data scenes.npz --sheet scenes.png",
      "  keraunos predict --model models/scene --data new.csv --output labels.csv",
      "",
      "On a sheet of data with labels, right labels are green, false ones red and struck out, missed",
      "ones amber and in brackets."
    })
final class PredictCommand extends BaseCommand {
  private static final int MOST_LINES = 20;

  @Mixin
  private AnyModel model = new AnyModel();

  @Parameters(
      paramLabel = "IMAGE",
      arity = "0..*",
      description =
          "JPEG, PNG, GIF, BMP or WebP files, or folders of them; resized to the model's input.")
  private List<Path> images = List.of();

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description =
          "x_test, x, images or the only array of an .npz, or an .npy; or data in any other format of "
              + "keraunos train: all rows, a table's columns by name; tables need no label columns.")
  private @Nullable Path data;

  @Mixin
  private PreprocessOption preprocess = new PreprocessOption();

  @Mixin
  private DataOptions dataOptions = new DataOptions();

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "All probabilities, as .npy (float32, rows x labels), .csv or .json.")
  private @Nullable Path output;

  @Option(
      names = "--sheet",
      paramLabel = "FILE.png",
      description = "The first " + ContactSheet.MOST + " images with their labels as one picture.")
  private @Nullable Path sheet;

  @Option(
      names = "--threshold",
      paramLabel = "P",
      description =
          "A label is predicted where its probability is above P; the model's own, 0.5 or one a label.")
  private @Nullable Double threshold;

  private List<String> namesOfRows = List.of();
  private List<String> unreadable = List.of();

  PredictCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = out();
    Check.argument(
        images.isEmpty() != (data == null),
        "input",
        "IMAGE files or --data, one of the two",
        images.isEmpty() ? "neither" : "both");
    double cut = AnyModel.checkThreshold(threshold);
    List<Path> read = new ArrayList<>(List.of(model.folder()));
    if (data != null) {
      read.add(data);
    }
    if (output != null) {
      PredictionFiles.check(output);
      Outputs.check("--output", output, read);
    }
    if (sheet != null) {
      ContactSheet.check(sheet);
      read.addAll(images); // folders of images hold pictures, and tables among them are not read
      Outputs.check("--sheet", sheet, read);
    }
    preprocess.check();
    model.check();
    dataOptions.check();
    if (data == null) {
      List<String> unused = new ArrayList<>(optionsOf("dataOptions"));
      unused.remove("--image-size"); // a model may leave it open
      refuse(unused, "--data beside it", "image files");
    } else {
      DataEffects.check(this, dataOptions, data);
    }
    try (Predictor predictor = model.load(dataOptions.imageSize())) {
      Dataset rows = AnyModel.matched(
          data == null ? pictures(predictor.inputShape()) : rows(data, predictor),
          predictor,
          preprocess,
          this::remark);
      LabelMatrix truth = rows.targets().isEmpty() ? null : rows.labels();
      int labels = predictor.labelNames().size();
      Check.argument(
          truth == null || truth.labels() == labels,
          "--data labels",
          labels + " labels as the model in " + model.folder(),
          truth == null ? 0 : truth.labels());
      List<Double> used = AnyModel.thresholds(predictor, cut);
      Predictions predictions = model.probabilities(predictor.predict(rows));
      PredictionFiles named = new PredictionFiles(predictions, names(rows.size()), used);
      if (output != null) {
        named.write(output);
      }
      if (sheet != null) {
        new ContactSheet(rows, predictions, named.decided(), truth).write(sheet);
      }
      print(named, out);
    }
    unreadable.forEach(problem -> remark("keraunos predict: " + Text.line(problem)));
    return unreadable.isEmpty() ? 0 : Keraunos.USER;
  }

  private Dataset rows(Path path, Predictor predictor) {
    PrintWriter err = err();
    Data loaded = AnyModel.rows(predictor, dataOptions, path, true, err::println);
    DataEffects.checkImages(this, loaded.dataset());
    if (loaded.reading().format().equals("npz") && loaded.parts().contains(Part.TEST)) {
      return loaded.test(); // x_test, the others being what the model was made with
    }
    namesOfRows = loaded.rowNames();
    return loaded.dataset();
  }

  private Dataset pictures(Shape input) {
    dataOptions.checkSize(input);
    try (PictureReader reader = new PictureReader(input)) {
      PictureReader.Pictures read = reader.read(PictureReader.files(images));
      namesOfRows = read.files().stream().map(Path::toString).toList();
      unreadable = read.problems();
      return Dataset.of(read.pixels(), input.toArray());
    }
  }

  private List<String> names(int rows) {
    if (!namesOfRows.isEmpty()) {
      return namesOfRows;
    }
    return IntStream.range(0, rows).mapToObj(String::valueOf).toList();
  }

  private void print(PredictionFiles named, PrintWriter out) {
    Predictions predictions = named.predictions();
    LabelMatrix predicted = named.decided();
    int rows = predictions.rows();
    int shown = images.isEmpty() ? Math.min(rows, MOST_LINES) : rows;
    for (int row = 0; row < shown; row++) {
      out.println(Text.line(named.names().get(row)) + ": " + line(predictions, predicted, row));
    }
    if (shown < rows) {
      out.println(String.format(
          Locale.ROOT,
          "... and %,d more%s",
          rows - shown,
          output == null ? " (--output FILE takes all)" : ""));
    }
    if (output != null) {
      out.println(
          String.format(Locale.ROOT, "Wrote %,d rows of probabilities to %s", rows, output));
    }
    if (sheet != null) {
      out.println(String.format(
          Locale.ROOT,
          "Wrote %s%,d images to %s",
          rows > ContactSheet.MOST ? "the first " : "",
          Math.min(rows, ContactSheet.MOST),
          sheet));
    }
  }

  /** Predicted labels, the likeliest first; where there is none, what comes nearest. */
  private static String line(Predictions predictions, LabelMatrix predicted, int row) {
    List<Integer> order = new ArrayList<>();
    int best = 0;
    for (int label = 0; label < predicted.labels(); label++) {
      if (predicted.get(row, label) == 1) {
        order.add(label);
      }
      if (predictions.get(row, label) > predictions.get(row, best)) {
        best = label;
      }
    }
    if (order.isEmpty()) {
      return "no label (likeliest " + entry(predictions, row, best) + ")";
    }
    order.sort((a, b) -> Float.compare(predictions.get(row, b), predictions.get(row, a)));
    return String.join(
        ", ", order.stream().map(label -> entry(predictions, row, label)).toList());
  }

  private static String entry(Predictions predictions, int row, int label) {
    return Text.line(predictions.labelNames().names().get(label))
        + String.format(Locale.ROOT, " %.3f", predictions.get(row, label));
  }
}
