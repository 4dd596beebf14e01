package org.keraunos.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Emits the gradients of a loss, TensorFlow's own between the {@linkplain Cut cuts} of a tower and
 * the cuts' own across them: from the last cut to the first, each is told the gradient behind it
 * and adds what it makes in front of it to what the next ones start from.
 */
final class Gradients {
  private final Graph graph;
  private final List<Output<?>> from = new ArrayList<>();
  private final List<Output<?>> given = new ArrayList<>();

  private Gradients(Graph graph) {
    this.graph = graph;
  }

  /**
   * Emits them.
   *
   * @param graph where to
   * @param tf its ops
   * @param loss the scalar
   * @param cuts in the order of their emission
   * @param of what it is differentiated by
   * @param names the names of those, for the message
   * @return one gradient each
   * @throws IllegalArgumentException if the loss does not depend on one of them
   */
  static List<Operand<TFloating>> of(
      Graph graph,
      Ops tf,
      Operand<TFloating> loss,
      List<Cut> cuts,
      List<Operand<TFloating>> of,
      List<String> names) {
    Gradients gradients = new Gradients(graph);
    gradients.start(loss, Types.constant(tf, 1, loss.type()));
    for (int i = cuts.size() - 1; i >= 0; i--) {
      Cut cut = cuts.get(i);
      Output<?> behind = gradients.behind(cut, loss);
      if (behind != null && isThere(behind)) {
        cut.reverse(operand(behind), gradients::start);
      }
    }
    Output<?>[] outputs = gradients.by(of);
    List<Operand<TFloating>> result = new ArrayList<>();
    for (int i = 0; i < outputs.length; i++) {
      Check.argument(
          isThere(outputs[i]),
          "loss",
          "a function of every trainable weight with a gradient",
          "none for " + names.get(i));
      result.add(operand(outputs[i]));
    }
    return result;
  }

  private void start(Operand<TFloating> operand, Operand<TFloating> gradient) {
    from.add(operand.asOutput());
    given.add(gradient.asOutput());
  }

  /**
   * None for the cut of an output without a loss: TensorFlow refuses what its sum does not depend
   * on, before it adds ops.
   */
  private @Nullable Output<?> behind(Cut cut, Operand<TFloating> loss) {
    try {
      return by(List.of(cut.behind()))[0];
    } catch (TFInvalidArgumentException e) {
      // Walking the graph takes time, which the usual training need not spend.
      if (graph.subgraphTo(Set.of(loss)).contains((GraphOperation) cut.behind().op())) {
        throw e;
      }
      return null;
    }
  }

  private Output<?>[] by(List<Operand<TFloating>> operands) {
    return graph.addGradients(
        null,
        from.toArray(Output<?>[]::new),
        operands.stream().map(Operand::asOutput).toArray(Output<?>[]::new),
        given.toArray(Output<?>[]::new));
  }

  /** A path that TensorFlow cannot differentiate comes back as an output with the index -1. */
  private static boolean isThere(Output<?> gradient) {
    return gradient != null && gradient.index() >= 0;
  }

  @SuppressWarnings("unchecked") // a gradient has the type of what it is the gradient of
  private static Operand<TFloating> operand(Output<?> gradient) {
    return (Operand<TFloating>) gradient;
  }
}
