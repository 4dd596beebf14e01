package org.keraunos.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keraunos.Model;
import org.keraunos.Predictions;
import org.keraunos.Predictor;
import org.keraunos.base.Check;
import org.keraunos.base.DataException;
import org.keraunos.data.Dataset;
import org.keraunos.data.Feature;
import org.keraunos.data.FloatColumn;
import org.keraunos.data.Scaling;
import org.keraunos.report.Text;
import org.keraunos.saving.SavedModelFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keraunos export}: a saved model to where it is served from. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a saved model to where it is served from.",
      "Whole, once it has been seen to load, or not at all."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  keraunos export --output /srv/digits",
      "  keraunos export --model models/flowers --output /srv/flowers --versioned",
      "",
      "With --versioned the model goes into the next free number below the folder (/srv/flowers/1,",
      "/srv/flowers/2), as TensorFlow Serving wants it."
    })
final class ExportCommand extends BaseCommand {
  @Mixin
  private AnyModel model = new AnyModel();

  @Option(
      names = "--output",
      paramLabel = "DIR",
      required = true,
      description = "Where to; a model that is there is replaced.")
  private @Nullable Path output;

  @Option(names = "--versioned", description = "Into the next free number below the folder.")
  private boolean versioned;

  @Mixin
  private ImageSizeOption imageSize = new ImageSizeOption();

  @Mixin
  private PreprocessOption preprocess = new PreprocessOption();

  ExportCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = out();
    Path to = Objects.requireNonNull(output);
    model.check();
    imageSize.check();
    preprocess.check();
    if (AnyModel.isFile(model.folder())) {
      return exportFile(to, out);
    }
    Check.argument(!preprocess.isGiven(), "--preprocess", "a file of Keras", model.folder());
    try (Predictor loads = model.load(imageSize.size())) {
      checkFinite(loads);
      Path written = to;
      if (versioned) {
        written = SavedModelFolder.copyVersion(model.folder(), to);
      } else {
        SavedModelFolder.copy(model.folder(), to);
      }
      out.println("Exported " + model.folder() + " (" + loads.inputShape() + " -> "
          + loads.labelNames().size() + " labels) to " + written);
    }
    return 0;
  }

  /** A file of Keras becomes a SavedModel. */
  private int exportFile(Path to, PrintWriter out) {
    try (Model loaded = Model.load(model.folder(), load -> {
      load.compile(false)
          .notes(note -> remark(Text.line(note)))
          .pixels(network -> preprocess.of(network, this::remark));
      imageSize.set(load);
    })) {
      Path written = to;
      if (versioned) {
        written = loaded.exportVersion(to, options -> {});
      } else {
        loaded.export(to);
      }
      out.println("Exported " + model.folder() + " to " + written);
    }
    return 0;
  }

  /** A row of zeros brings to light a kernel with NaN or infinity in it. */
  private void checkFinite(Predictor predictor) {
    Feature[] zeros = predictor.contract().inputs().stream()
        .map(input -> new Feature(
            input.name(),
            FloatColumn.of(new float[input.shape().size()], input.shape()),
            Scaling.NONE))
        .toArray(Feature[]::new);
    for (Predictions each : predictor.predictAll(Dataset.of(zeros)).values()) {
      for (float value : each.flat()) {
        if (!Float.isFinite(value)) {
          throw new DataException(
              model.folder(),
              "expected a finite answer to a row of zeros, received " + value
                  + ": weights of the model are not finite; nothing was written");
        }
      }
    }
  }
}
