package org.keraunos.recipes;

import static org.keraunos.metrics.StreamingMetrics.accuracy;

import org.keraunos.Model;
import org.keraunos.data.Dataset;
import org.keraunos.layers.Network;
import org.keraunos.training.History;

/** Trains a network as a {@link Training} says. */
final class Fitting {
  private Fitting() {}

  /** The model, which the caller closes. */
  static Trained fit(Network network, Training how, Dataset train, RecipeOptions options) {
    Model model = Model.of(network, made -> {
      made.name(options.name).seed(options.seed).dtypePolicy(how.policy());
      made.augment(how.augment().steps(train));
      options.model.accept(made);
    });
    try {
      model.compile(how.optimizer(train.size()), how.loss(), accuracy());
      History history = model.fit(train, fit -> {
        how.configure(fit, train.size());
        options.configure(fit);
      });
      return new Trained(model, history, options.chosen(model, how, train));
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }
}
