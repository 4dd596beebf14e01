package org.keraunos;

import java.util.ArrayList;
import java.util.List;
import org.keraunos.base.Check;
import org.keraunos.base.Shape;
import org.keraunos.data.Dataset;
import org.keraunos.data.Feature;
import org.keraunos.data.Scaling;

/** Brings a data set's inputs and a model's together. */
final class Inputs {
  private Inputs() {}

  /** The data set with its inputs in the model's order; a single input is taken whatever its name. */
  static Dataset match(Dataset data, List<String> names, List<Shape> shapes) {
    Dataset ordered = data;
    if (names.size() > 1) {
      ordered = data.withInputs(names);
    } else {
      Check.argument(
          data.inputs().size() == 1, "data", "one input", data.inputs().size() + " inputs");
    }
    for (int i = 0; i < shapes.size(); i++) {
      Feature input = ordered.inputs().get(i);
      Check.argument(
          input.shape().equals(shapes.get(i)),
          "data input \"" + input.name() + "\"",
          "shape " + shapes.get(i) + " as the model's input",
          input.shape());
    }
    return ordered;
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

  static List<Shape> shapes(org.keraunos.layers.Network network) {
    List<Shape> shapes = new ArrayList<>();
    for (int i = 0; i < network.inputs().size(); i++) {
      shapes.add(network.inputShape(i));
    }
    return shapes;
  }

  static List<String> names(org.keraunos.layers.Network network) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < network.inputs().size(); i++) {
      names.add(network.inputName(i));
    }
    return names;
  }
}
