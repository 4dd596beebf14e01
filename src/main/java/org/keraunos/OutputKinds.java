package org.keraunos;

import org.keraunos.graph.StepGraph;
import org.keraunos.metrics.OutputKind;

/** Says metrics what a graph's output is, in their own words: they know no graph. */
final class OutputKinds {
  private OutputKinds() {}

  static OutputKind of(StepGraph graph, int objective) {
    if (!graph.targetShape(objective).equals(graph.outputShape(objective))) {
      return OutputKind.CLASS_NUMBERS;
    }
    return switch (graph.outputActivation(objective)) {
      case SIGMOID -> OutputKind.SIGMOID;
      case SOFTMAX -> OutputKind.SOFTMAX;
      case NONE -> OutputKind.OTHER;
    };
  }
}
