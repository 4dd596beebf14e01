package org.keraunos.strategies;

import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.concatenate;
import static org.keraunos.layers.Layers.dense;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.keraunos.base.Parallel;
import org.keraunos.layers.SymbolicTensor;

/** A fitted chain: of each place in the order a logistic regression on what is before it. */
final class Chain {
  private final int[] order;
  private final LogisticFit.Answer[] answers;

  private Chain(int[] order, LogisticFit.Answer[] answers) {
    this.order = order;
    this.answers = answers;
  }

  static Chain fit(Labels labels, int[] order, FeatureRows features, StrategyOptions options) {
    LogisticFit.Answer[] answers = new LogisticFit.Answer[order.length];
    double[][] before = new double[order.length][];
    if (options.cv == 0) {
      // The truth is known, so no label waits for another.
      for (int place = 0; place < order.length; place++) {
        before[place] = labels.asFeature(order[place]);
      }
      Parallel.forEach(order.length, place -> {
        LogisticFit fit = new LogisticFit(features, Arrays.copyOf(before, place), options);
        answers[place] = fit.fit(labels.columns[order[place]], labels.all());
      });
      return new Chain(order, answers);
    }
    for (int place = 0; place < order.length; place++) {
      LogisticFit fit = new LogisticFit(features, Arrays.copyOf(before, place), options);
      answers[place] = fit.fit(labels.columns[order[place]], labels.all());
      before[place] = CrossFit.probabilities(fit, answers[place], labels, order[place], options.cv);
    }
    return new Chain(order, answers);
  }

  /** The chain as layers; gives the probabilities in the order of the labels. */
  SymbolicTensor draw(FeatureGraph graph, String prefix) {
    SymbolicTensor x = graph.standardized();
    List<SymbolicTensor> seen = new ArrayList<>(List.of(x));
    SymbolicTensor[] outputs = new SymbolicTensor[order.length];
    for (int place = 0; place < order.length; place++) {
      String name = prefix + "label_" + order[place];
      SymbolicTensor in = place == 0
          ? x
          : concatenate()
              .name(prefix + "before_" + order[place])
              .apply(seen.toArray(new SymbolicTensor[0]));
      outputs[order[place]] = dense(1).activation(SIGMOID).name(name).apply(in);
      seen.add(outputs[order[place]]);
      graph.weights(name, answers[place]);
    }
    return outputs.length == 1
        ? outputs[0]
        : concatenate().name(prefix + "labels").apply(outputs);
  }
}
