package org.keraunos;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.Shape;
import org.keraunos.contract.DataContract;
import org.keraunos.contract.InputContract;
import org.keraunos.contract.InputMatch;
import org.keraunos.contract.Preprocessing;
import org.keraunos.data.Dataset;
import org.keraunos.data.Feature;
import org.keraunos.data.Scaling;
import org.keraunos.layers.Network;

/** Brings a data set's inputs and a model's together. */
final class Inputs {
  /** What becomes of the scaling of bytes. */
  enum Pixels {
    /** They have the one that the model was trained on, or are refused. */
    KNOWN,
    /** Those that nobody gave another than the usual one go through what was said of pixels. */
    SAID,
    /** The same, and others are what the model is about to learn. */
    LEARNED
  }

  private Inputs() {}

  /**
   * The data set with its inputs in the model's order; a single input is taken whatever its name.
   *
   * @param what the argument, for messages
   * @param known what the model has learned of its inputs; null if nothing
   * @param pixels what becomes of the scaling of bytes
   */
  static Dataset match(
      String what,
      Dataset data,
      List<String> names,
      List<Shape> shapes,
      @Nullable DataContract known,
      Pixels pixels) {
    Dataset ordered = data;
    if (names.size() > 1) {
      ordered = data.withInputs(names);
    } else {
      Check.argument(
          data.inputs().size() == 1, what, "one input", data.inputs().size() + " inputs");
    }
    for (int i = 0; i < shapes.size(); i++) {
      InputContract input = known == null ? null : known(known, names.get(i));
      if (input != null) {
        ordered = InputMatch.inOrder(what, ordered, i, input);
        Preprocessing how = input.preprocessing().orElse(null);
        boolean usual =
            pixels != Pixels.KNOWN && ordered.inputs().get(i).scaling().equals(Scaling.PIXELS);
        if (how != null && (usual || how.uniform().isEmpty())) {
          ordered = InputMatch.seen(ordered, i, how);
        }
        if (pixels != Pixels.LEARNED) {
          InputMatch.checkScaling(what, ordered, i, input);
        }
      }
      Feature feature = ordered.inputs().get(i);
      Check.argument(
          feature.shape().equals(shapes.get(i)),
          what + " input \"" + feature.name() + "\"",
          "shape " + shapes.get(i) + " as the model's input",
          feature.shape());
    }
    return ordered;
  }

  private static @Nullable InputContract known(DataContract contract, String name) {
    List<InputContract> inputs = contract.inputs();
    return inputs.size() == 1
        ? inputs.get(0)
        : inputs.stream().filter(each -> each.name().equals(name)).findFirst().orElse(null);
  }

  /** Stored numbers as the network sees them, with the arithmetic of the graph. */
  static float[] scaled(Object stored, int length, Scaling scaling) {
    float[] result = new float[length];
    for (int i = 0; i < length; i++) {
      float value = stored instanceof byte[] bytes ? bytes[i] & 0xFF : ((float[]) stored)[i];
      result[i] = (value - scaling.offset()) / scaling.scale();
    }
    return result;
  }

  static List<Shape> shapes(Network network) {
    List<Shape> shapes = new ArrayList<>();
    for (int i = 0; i < network.inputs().size(); i++) {
      shapes.add(network.inputShape(i));
    }
    return shapes;
  }

  static List<String> names(Network network) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < network.inputs().size(); i++) {
      names.add(network.inputName(i));
    }
    return names;
  }
}
