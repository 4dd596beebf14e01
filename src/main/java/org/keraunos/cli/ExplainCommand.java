package org.keraunos.cli;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keraunos.GradCam;
import org.keraunos.Model;
import org.keraunos.Occlusion;
import org.keraunos.Predictions;
import org.keraunos.base.AtomicFiles;
import org.keraunos.base.Check;
import org.keraunos.base.LabelMatrix;
import org.keraunos.contract.InputMatch;
import org.keraunos.contract.Preprocessing;
import org.keraunos.data.Dataset;
import org.keraunos.report.HeatOverlay;
import org.keraunos.report.Pictures;
import org.keraunos.report.RowPictures;
import org.keraunos.report.Text;
import org.keraunos.saving.SavedModelFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keraunos explain}: where in an image a model sees its labels. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = {
      "Draws where in images a model sees labels.",
      "A PNG for each image and label that is predicted, or that --label names; the likeliest where",
      "none is predicted."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  keraunos explain models/flowers meadow.jpg",
      "  keraunos explain models/flowers meadow.jpg --label rose --method occlusion",
      "  keraunos explain mobilenet.keras cat.jpg --preprocess tf --layer out_relu --output maps"
    })
final class ExplainCommand extends BaseCommand {
  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "A model that keraunos train wrote, a .keras or an .h5 file of Keras.")
  private @Nullable Path model;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "IMAGE",
      description = "Images, or folders of them.")
  private List<Path> images = new ArrayList<>();

  @Option(
      names = "--label",
      paramLabel = "NAME",
      description = "This label, whether it is predicted or not; may come several times.")
  private List<String> labels = new ArrayList<>();

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      defaultValue = "gradcam",
      description =
          "gradcam: by the gradients of the last layer that has height and width; occlusion: by what the"
              + " probability falls by where a square hides the image. ${DEFAULT-VALUE}.")
  private String method = "gradcam";

  @Option(names = "--layer", paramLabel = "NAME", description = "With gradcam: another layer.")
  private @Nullable String layer;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Where IMAGE.LABEL.METHOD.png go; the working folder.")
  private Path output = Path.of(".");

  @Mixin
  private ImageSizeOption imageSize = new ImageSizeOption();

  @Mixin
  private PreprocessOption preprocess = new PreprocessOption();

  ExplainCommand() {}

  @Override
  public Integer call() {
    Path from = Check.present(model, "MODEL");
    boolean byGradients = method.equals("gradcam");
    Check.argument(
        byGradients || method.equals("occlusion"), "--method", "gradcam or occlusion", method);
    Check.argument(byGradients || layer == null, "--layer", "--method gradcam", method);
    preprocess.check();
    if (!AnyModel.isFile(from)) {
      SavedModelFolder.checkModel(from);
    }
    imageSize.check();
    boolean[] asked = {false};
    try (Model network = Model.load(from, load -> {
      load.compile(false).pixels(layers -> {
        asked[0] = true;
        return layers.inputShape(0).rank() == 3
            ? Optional.of(preprocess.required(layers, this::remark))
            : Optional.empty();
      });
      imageSize.set(load);
    })) {
      Check.argument(
          !preprocess.isGiven() || asked[0],
          "--preprocess",
          "a file of Keras",
          "a model that knows its data");
      return explain(network, byGradients);
    }
  }

  private int explain(Model network, boolean byGradients) {
    List<String> problems;
    try (PictureReader reader = new PictureReader(network.network().inputShape(0))) {
      PictureReader.Pictures read = reader.read(PictureReader.files(images));
      problems = read.problems();
      Dataset rows = rows(network, read);
      if (!byGradients) {
        explain(
            network, rows, read.files(), (row, label) -> Occlusion.map(network, rows, row, label));
      } else {
        String wanted = layer;
        try (GradCam cam = wanted == null
            ? GradCam.of(network)
            : OfOption.named("--layer", "layer name", () -> GradCam.of(network, wanted))) {
          explain(network, rows, read.files(), (row, label) -> cam.map(rows, row, label));
        }
      }
    }
    problems.forEach(problem -> remark("keraunos explain: " + Text.line(problem)));
    return problems.isEmpty() ? 0 : Keraunos.USER;
  }

  private static Dataset rows(Model network, PictureReader.Pictures read) {
    Dataset rows = Dataset.of(read.pixels(), network.network().inputShape(0).toArray());
    Optional<Preprocessing> how = network.contract().input().preprocessing();
    return how.map(each -> InputMatch.seen(rows, 0, each)).orElse(rows);
  }

  private interface Maps {
    float[][] of(int row, int label);
  }

  private void explain(Model network, Dataset rows, List<Path> files, Maps maps) {
    Predictions predictions = network.predict(rows).probabilities();
    List<String> names = predictions.labelNames().names();
    for (String label : labels) {
      Check.argument(names.contains(label), "--label", "one of " + names, label);
    }
    LabelMatrix predicted = predictions.labels();
    for (int row = 0; row < files.size(); row++) {
      for (int label : shown(predictions, predicted, names, row)) {
        BufferedImage picture = HeatOverlay.of(RowPictures.picture(rows, row), maps.of(row, label));
        Path file = output.resolve(name(files.get(row), names.get(label)));
        byte[] png = Pictures.png(Pictures.enlarged(picture));
        AtomicFiles.writeFile(file, out -> out.write(png));
        out()
            .println(String.format(
                Locale.ROOT,
                "%s: %s %.3f in %s",
                Text.line(files.get(row).toString()),
                Text.line(names.get(label)),
                predictions.get(row, label),
                Text.line(file.toString())));
      }
    }
  }

  private List<Integer> shown(
      Predictions predictions, LabelMatrix predicted, List<String> names, int row) {
    List<Integer> shown = new ArrayList<>();
    int likeliest = 0;
    for (int label = 0; label < names.size(); label++) {
      if (labels.isEmpty() ? predicted.get(row, label) == 1 : labels.contains(names.get(label))) {
        shown.add(label);
      }
      if (predictions.get(row, label) > predictions.get(row, likeliest)) {
        likeliest = label;
      }
    }
    return shown.isEmpty() ? List.of(likeliest) : shown;
  }

  /** A label may hold what no file name may. */
  private String name(Path image, String label) {
    String file = String.valueOf(image.getFileName());
    int dot = file.lastIndexOf('.');
    String stem = dot > 0 ? file.substring(0, dot) : file;
    return stem + "." + label.replaceAll("[^\\p{L}\\p{N}_-]+", "_") + "." + method + ".png";
  }
}
