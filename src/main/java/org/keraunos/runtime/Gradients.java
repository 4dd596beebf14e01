package org.keraunos.runtime;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Emits the gradients of a loss, TensorFlow's own between the {@linkplain Cut cuts} of a tower and
 * the cuts' own across them: from the last cut to the first, each is told the gradient behind it
 * and adds what it makes in front of it to what the next ones start from.
 *
 * <p>TensorFlow emits the gradients of all ops between what it starts from and what it is asked
 * for, anew with each call. So it is asked for a cut and for the weights between that one and the
 * next together, starts from what can reach them without crossing another cut, and is not asked at
 * all in front of everything that trains.
 */
final class Gradients {
  private final Graph graph;
  private final Set<Operation> ends = new HashSet<>();
  private final List<Start> starts = new ArrayList<>();
  private final Map<By, Operand<TFloating>> found = new HashMap<>();

  /** What a loss is differentiated by: a weight, and how many cuts were made before its read. */
  record By(String name, Operand<TFloating> read, int cuts) {}

  /** Where to start from, with the gradient there and all ops that it goes to. */
  private record Start(
      Output<?> operand, Output<?> gradient, @Nullable Set<Operation> to) {
    boolean reaches(Operand<?> operand) {
      return to == null || to.contains(operand.op());
    }
  }

  private Gradients(Graph graph, List<Cut> cuts) {
    this.graph = graph;
    cuts.forEach(cut -> ends.add(cut.behind().op()));
  }

  /**
   * Emits them.
   *
   * @param graph where to
   * @param tf its ops
   * @param loss the scalar
   * @param cuts in the order of their emission
   * @param weights what it is differentiated by
   * @return one gradient each
   * @throws IllegalArgumentException if the loss does not depend on one of them
   */
  static List<Operand<TFloating>> of(
      Graph graph, Ops tf, Operand<TFloating> loss, List<Cut> cuts, List<By> weights) {
    Gradients gradients = new Gradients(graph, cuts);
    gradients.start(loss, Types.constant(tf, 1, loss.type()));
    int first = weights.stream().mapToInt(By::cuts).min().orElse(cuts.size());
    for (int i = cuts.size() - 1; i >= first; i--) {
      Cut cut = cuts.get(i);
      Output<?> behind = gradients.by(between(weights, i + 1), cut.behind());
      if (behind != null && isThere(behind)) {
        cut.reverse(operand(behind), gradients::start);
      }
    }
    gradients.by(between(weights, first), null);
    return weights.stream()
        .map(weight -> Check.present(gradients.found.get(weight), "all were gone through"))
        .toList();
  }

  private static List<By> between(List<By> weights, int cuts) {
    return weights.stream().filter(weight -> weight.cuts() == cuts).toList();
  }

  private void start(Operand<TFloating> operand, Operand<TFloating> gradient) {
    // Without cuts there is one start, and nothing to look for.
    Set<Operation> to = ends.isEmpty() ? null : upToCuts(operand.op());
    starts.add(new Start(operand.asOutput(), gradient.asOutput(), to));
  }

  private Set<Operation> upToCuts(Operation from) {
    Set<Operation> seen = new HashSet<>(Set.of(from));
    Deque<Operation> left = new ArrayDeque<>(seen);
    while (!left.isEmpty()) {
      for (Operand<?> input : ((GraphOperation) left.remove()).inputs()) {
        if (seen.add(input.op()) && !ends.contains(input.op())) {
          left.add(input.op());
        }
      }
    }
    return seen;
  }

  /**
   * Emits the gradients by weights, which go to those that are found, and the one behind a cut.
   *
   * @return null for no cut, and for the cut of an output without a loss
   */
  private @Nullable Output<?> by(List<By> weights, @Nullable Operand<TFloating> behind) {
    List<Output<?>> of = new ArrayList<>();
    for (By weight : weights) {
      checkDepends(reached(weight.read()), weight);
      of.add(weight.read().asOutput());
    }
    boolean crosses = behind != null && reached(behind);
    if (behind != null && crosses) {
      of.add(behind.asOutput());
    }
    if (of.isEmpty()) {
      return null;
    }
    List<Start> some =
        starts.stream().filter(start -> of.stream().anyMatch(start::reaches)).toList();
    Output<?>[] made = graph.addGradients(
        null,
        some.stream().map(Start::operand).toArray(Output<?>[]::new),
        of.toArray(Output<?>[]::new),
        some.stream().map(Start::gradient).toArray(Output<?>[]::new));
    for (int i = 0; i < weights.size(); i++) {
      checkDepends(isThere(made[i]), weights.get(i));
      found.put(weights.get(i), operand(made[i]));
    }
    return crosses ? made[weights.size()] : null;
  }

  private boolean reached(Operand<?> operand) {
    return starts.stream().anyMatch(start -> start.reaches(operand));
  }

  private static void checkDepends(boolean depends, By weight) {
    Check.argument(
        depends,
        "loss",
        "a function of every trainable weight with a gradient",
        "none for " + weight.name());
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
