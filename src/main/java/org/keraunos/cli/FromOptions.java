package org.keraunos.cli;

import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.flatten;
import static org.keraunos.layers.Layers.globalAveragePooling2d;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keraunos.CompileOptions;
import org.keraunos.Model;
import org.keraunos.base.Check;
import org.keraunos.base.LabelNames;
import org.keraunos.base.OutputValues;
import org.keraunos.base.Shape;
import org.keraunos.contract.OutputContract;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Network;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.report.Text;
import org.keraunos.saving.SavedModelFolder;
import picocli.CommandLine.Option;

/**
 * The options that train on with what another model has learned: its layers up to a cut, the body,
 * and a new head of one sigmoid a label.
 */
final class FromOptions {
  private static final List<String> NEED_FROM =
      List.of("--cut", "--freeze", "--unfreeze-from", "--body-rate-factor", "--preprocess");

  @Option(
      names = "--from",
      paramLabel = "MODEL",
      description =
          "Starts from a trained model (.keras, .h5, or a folder that train wrote): its layers up to "
              + "--cut, and behind them a new output for each label. Without --cut a model that was trained "
              + "on these labels goes on with the outputs that it has.")
  private @Nullable Path from;

  @Option(
      names = "--cut",
      paramLabel = "LAYER",
      description =
          "The last layer that is kept, by its name in keraunos summary; the one before the output. "
              + "What it gives for an image is averaged over the places.")
  private @Nullable String cut;

  @Option(names = "--freeze", description = "Trains the new output alone; the body stays as it is.")
  private boolean freeze;

  @Option(
      names = "--unfreeze-from",
      paramLabel = "LAYER",
      description = "With --freeze: this layer of the body and those behind it train, too.")
  private @Nullable String unfreezeFrom;

  @Option(
      names = "--body-rate-factor",
      paramLabel = "F",
      description =
          "The body's learning rate is --learning-rate times F, 0.1 for example; 1 if not given.")
  private @Nullable Double bodyRateFactor;

  FromOptions() {}

  /** Fails over options that contradict each other or the network's own. */
  void check(BaseCommand command, List<String> ofNetwork) {
    if (from == null) {
      command.refuse(NEED_FROM, "--from beside it", "none");
      return;
    }
    command.refuse(ofNetwork, "no --from beside it, whose layers are the network", "both");
    Check.argument(unfreezeFrom == null || freeze, "--unfreeze-from", "--freeze beside it", "none");
    Check.argument(
        bodyRateFactor == null || (bodyRateFactor > 0 && Double.isFinite(bodyRateFactor)),
        "--body-rate-factor",
        "a number > 0",
        String.valueOf(bodyRateFactor));
    Check.argument(
        bodyRateFactor == null || !freeze || unfreezeFrom != null,
        "--body-rate-factor",
        "a body that trains",
        "--freeze");
    if (!AnyModel.isFile(from)) {
      SavedModelFolder.checkModel(from);
    }
  }

  boolean isGiven() {
    return from != null;
  }

  /**
   * The model to start from; the caller closes it.
   *
   * @param imageSize height and width for a model that leaves them open; none if nobody said them
   */
  Model load(int[] imageSize, PreprocessOption preprocess, Consumer<String> say) {
    boolean[] asked = {false};
    Model base = Model.load(Check.present(from, "--from"), load -> {
      load.compile(false).notes(note -> say.accept(Text.line(note))).pixels(network -> {
        asked[0] = true;
        return network.inputShape(0).rank() == 3
            ? Optional.of(preprocess.required(network, say))
            : Optional.empty();
      });
      if (imageSize.length == 2) {
        load.imageSize(imageSize[0], imageSize[1]);
      }
    });
    if (preprocess.isGiven() && !asked[0]) {
      base.close();
      throw Check.bad("--preprocess", "a file of Keras", "a model that knows its data");
    }
    return base;
  }

  /** The body with a new head, or with the one that it has where that is for the same labels. */
  Network of(Model base, LabelNames labels, Consumer<String> say) {
    if (goesOn(base, labels)) {
      say.accept("The output of --from is for these labels and goes on (--cut begins a new one)");
      return base.network();
    }
    SymbolicTensor kept = kept(base.network());
    Shape shape = kept.shape();
    SymbolicTensor features = kept;
    if (shape.rank() == 3) {
      features = globalAveragePooling2d().name("head_pooling").apply(kept);
    } else if (shape.rank() != 1) {
      features = flatten().name("head_flatten").apply(kept);
    }
    SymbolicTensor output =
        dense(labels.size()).activation(SIGMOID).name("head").apply(features);
    return Network.of(base.network().inputs(), List.of(output));
  }

  private boolean goesOn(Model base, LabelNames labels) {
    if (cut != null || base.network().outputs().size() > 1) {
      return false;
    }
    OutputContract output = base.contract().output();
    return output.named()
        && output.values() == OutputValues.LABEL_PROBABILITIES
        && output.labels().equals(labels);
  }

  private SymbolicTensor kept(Network network) {
    if (cut != null) {
      return named("--cut", () -> network.output(Check.present(cut, "--cut")));
    }
    SymbolicTensor output = network.outputs().get(0);
    List<SymbolicTensor> inputs = output.call().inputs();
    if (network.outputs().size() > 1 || inputs.size() != 1) {
      throw Check.bad(
          "--cut", "the name of a layer, since none is the one before the only output", "none");
    }
    return inputs.get(0);
  }

  private static <T> T named(String option, Supplier<T> found) {
    try {
      return found.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
    }
  }

  /** The layers of the body that do not train. */
  List<Layer> frozen(Network base) {
    if (!freeze) {
      return List.of();
    }
    List<Layer> body = base.below(kept(base));
    if (unfreezeFrom == null) {
      return body;
    }
    String name = unfreezeFrom;
    int first = body.indexOf(named("--unfreeze-from", () -> base.layer(name)));
    Check.argument(first >= 0, "--unfreeze-from", "a layer up to the cut", name);
    return body.subList(0, first);
  }

  /** Fails over layers that the model to start from has not, before data are read. */
  void checkLayers(Model base) {
    Check.state(
        base.network().below(kept(base.network())).containsAll(frozen(base.network())),
        "what is frozen lies below the cut");
  }

  /** These options alone say what trains, whatever did in the model to start from. */
  void freeze(Model base, Model model) {
    List<Layer> frozen = frozen(base.network());
    for (Layer layer : base.network().below(kept(base.network()))) {
      if (frozen.contains(layer)) {
        model.freeze(layer);
      } else {
        model.unfreeze(layer);
      }
    }
  }

  void configure(Model base, CompileOptions how) {
    if (bodyRateFactor != null) {
      List<Layer> trains = new ArrayList<>(base.network().below(kept(base.network())));
      trains.removeAll(frozen(base.network()));
      how.learningRateFactor(trains, bodyRateFactor);
    }
  }

  /** What was chosen, for a report. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("from", String.valueOf(from));
    map.put("cut", cut == null ? "the output's input" : cut);
    map.put("freeze", freeze);
    if (unfreezeFrom != null) {
      map.put("unfreeze_from", unfreezeFrom);
    }
    map.put("body_rate_factor", bodyRateFactor == null ? 1.0 : bodyRateFactor);
    return map;
  }
}
