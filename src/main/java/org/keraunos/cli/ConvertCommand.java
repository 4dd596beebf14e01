package org.keraunos.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.keraunos.Model;
import org.keraunos.base.Check;
import org.keraunos.base.DataException;
import org.keraunos.base.NamedArray;
import org.keraunos.report.Text;
import org.keraunos.saving.SavedModelFolder;
import org.keraunos.saving.keras.SaveReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code keraunos convert}: a model from one form into another. */
@Command(
    name = "convert",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a model in another form: .keras, .weights.h5, or a folder with a SavedModel.",
      "What it is now is told by its content, what it becomes by the name."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  keraunos convert flowers.keras models/flowers",
      "  keraunos convert models/flowers flowers.keras",
      "  keraunos convert old.h5 new.keras",
      "  keraunos convert flowers.keras flowers.weights.h5",
      "",
      "A SavedModel of another program has no layers and cannot be converted."
    })
final class ConvertCommand extends BaseCommand {
  @Parameters(
      index = "0",
      paramLabel = "FROM",
      description = "A .keras file, an .h5 file, or a folder that keraunos train or export wrote.")
  private Path from = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "TO",
      description = "A name that ends in .keras or .weights.h5, or a folder.")
  private Path to = Path.of("");

  @Mixin
  private ImageSizeOption imageSize = new ImageSizeOption();

  @Mixin
  private PreprocessOption preprocess = new PreprocessOption();

  ConvertCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = out();
    imageSize.check();
    preprocess.check();
    String name = String.valueOf(to.getFileName()).toLowerCase(Locale.ROOT);
    boolean keras = name.endsWith(".keras");
    boolean weights = name.endsWith(".weights.h5");
    Check.argument(
        weights || !name.endsWith(".h5"),
        "TO",
        "a name that ends in .keras or .weights.h5, or a folder: whole models are not written as .h5,"
            + " the old form, which Keras 3 reads no better than .keras (for Keras 2 write"
            + " .weights.h5 and load that into the model's own code)",
        to);
    boolean folder = !keras && !weights;
    if (!AnyModel.isFile(from)) {
      SavedModelFolder.checkModel(from);
    }
    Outputs.check("TO", to, List.of(from));
    if (folder) {
      SavedModelFolder.checkTarget(to);
    } else if (Files.isDirectory(to)) {
      throw new DataException(to, "expected a file, received a folder");
    }
    try (Model model = Model.load(from, load -> {
      load.compile(keras)
          .notes(note -> remark("keraunos convert: " + Text.line(note)))
          .pixels(network -> preprocess.of(network, this::remark));
      imageSize.set(load);
    })) {
      if (weights) {
        model.saveWeights(to);
      } else if (keras) {
        SaveReport report = model.save(to);
        report.notes().forEach(note -> remark("keraunos convert: " + Text.line(note)));
        out.println("Keras " + report.leastKeras() + " and newer load it");
      } else {
        model.export(to);
      }
      long parameters = model.getWeights().stream()
          .mapToLong(weight -> NamedArray.size(weight.shape()))
          .sum();
      out.println(String.format(
          Locale.ROOT,
          "Converted %s to %s: %,d layers, %,d parameters",
          from,
          to,
          model.network().layers().size(),
          parameters));
    }
    return 0;
  }
}
