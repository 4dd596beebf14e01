package org.keraunos.strategies;

import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.average;
import static org.keraunos.layers.Layers.concatenate;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.metrics.StreamingMetrics.accuracy;
import static org.keraunos.optimizers.Optimizers.adam;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.keraunos.Model;
import org.keraunos.base.Check;
import org.keraunos.base.CheckReturnValue;
import org.keraunos.base.Parallel;
import org.keraunos.data.Dataset;
import org.keraunos.layers.SymbolicTensor;

/**
 * Ways to predict several labels that are not one deep network: each is one call on a data set, and
 * gives a {@link Model} that predicts, evaluates, takes thresholds, is saved, exported and trained
 * on as any other. Features are brought to mean 0 and deviation 1 inside of the model; images are
 * taken pixel by pixel, with mean and deviation a channel.
 *
 * <p>All learn by logistic regression ({@code sklearn.linear_model.LogisticRegression}: L2 penalty
 * {@code |w|^2 / 2 + C sum(log loss)}, the intercept free). Rows whose label is unknown are left
 * out for that label; a label of one class alone is predicted as often as it was seen,
 * {@code (positives + 1) / (rows + 2)}.
 *
 * <pre>{@code
 * try (Model chains = Strategies.chainEnsemble(train, s -> s.count(10).seed(42))) {
 *   double f1 = f1Score(test.labels(), chains.predict(test).labels(), MACRO);
 * }
 * }</pre>
 */
@CheckReturnValue
public final class Strategies {
  private Strategies() {}

  /**
   * A logistic regression a label, each for itself (binary relevance):
   * {@code sklearn.multioutput.MultiOutputClassifier(LogisticRegression())} behind a
   * {@code StandardScaler}.
   *
   * @param train rows with labels of 0, 1 and unknown
   * @return the model, of one layer behind the standardisation
   * @throws IllegalArgumentException if there are no rows or no labels
   */
  public static Model logistic(Dataset train) {
    return logistic(train, options -> {});
  }

  /**
   * A logistic regression a label.
   *
   * @param train rows with labels of 0, 1 and unknown
   * @param settings {@code s -> s.c(0.1)}
   * @return the model
   * @throws IllegalArgumentException if there are no rows or no labels, or a setting is bad
   */
  public static Model logistic(Dataset train, Consumer<StrategyOptions> settings) {
    StrategyOptions options = StrategyOptions.of(settings);
    Labels labels = new Labels(train);
    FeatureRows features = FeatureRows.of(train);
    LogisticFit fit = new LogisticFit(features, new double[0][], options);
    LogisticFit.Answer[] answers = new LogisticFit.Answer[labels.count()];
    Parallel.forEach(answers.length, j -> answers[j] = fit.fit(labels.columns[j], labels.all()));
    FeatureGraph graph = new FeatureGraph(train, features);
    SymbolicTensor output =
        dense(labels.count()).activation(SIGMOID).name("labels").apply(graph.standardized());
    graph.weights("labels", answers);
    return finish(graph, output, train, options);
  }

  /**
   * A classifier chain (Read et al., 2011): each label learns from the features and the labels
   * before it, and predicts from their probabilities:
   * {@code sklearn.multioutput.ClassifierChain(LogisticRegression(),
   * chain_method="predict_proba")}.
   *
   * @param train rows with labels of 0, 1 and unknown
   * @return the model
   * @throws IllegalArgumentException if there are no rows or no labels
   */
  public static Model chain(Dataset train) {
    return chain(train, options -> {});
  }

  /**
   * A classifier chain.
   *
   * @param train rows with labels of 0, 1 and unknown; an unknown one counts, for the labels behind
   *     it, as the share of rows that have it
   * @param settings {@code s -> s.order(2, 0, 1).cv(5)}
   * @return the model
   * @throws IllegalArgumentException if there are no rows or no labels, the order is not of all
   *     labels, or there are fewer rows than folds
   */
  public static Model chain(Dataset train, Consumer<StrategyOptions> settings) {
    StrategyOptions options = StrategyOptions.of(settings);
    Labels labels = new Labels(train);
    int[] order =
        options.order.length == 0 ? IntStream.range(0, labels.count()).toArray() : options.order;
    Check.argument(
        Arrays.equals(
            Arrays.stream(order).sorted().toArray(),
            IntStream.range(0, labels.count()).toArray()),
        "order",
        "each of 0 to " + (labels.count() - 1) + " once",
        Arrays.toString(order));
    FeatureRows features = FeatureRows.of(train);
    FeatureGraph graph = new FeatureGraph(train, features);
    SymbolicTensor output = Chain.fit(labels, order, features, options).draw(graph, "");
    return finish(graph, output, train, options);
  }

  /**
   * Ten chains in random orders, whose probabilities are averaged (ensemble of classifier chains,
   * Read et al., 2011).
   *
   * @param train rows with labels of 0, 1 and unknown
   * @return the model
   * @throws IllegalArgumentException if there are no rows or no labels
   */
  public static Model chainEnsemble(Dataset train) {
    return chainEnsemble(train, options -> {});
  }

  /**
   * Chains in random orders, whose probabilities are averaged.
   *
   * @param train rows with labels of 0, 1 and unknown
   * @param settings {@code s -> s.count(20).seed(42)}
   * @return the model
   * @throws IllegalArgumentException if there are no rows or no labels, an order is given, or there
   *     are fewer rows than folds
   */
  public static Model chainEnsemble(Dataset train, Consumer<StrategyOptions> settings) {
    StrategyOptions options = StrategyOptions.of(settings);
    Check.argument(
        options.order.length == 0,
        "order",
        "none: an ensemble draws orders by seed",
        Arrays.toString(options.order));
    Labels labels = new Labels(train);
    FeatureRows features = FeatureRows.of(train);
    FeatureGraph graph = new FeatureGraph(train, features);
    SplittableRandom random = new SplittableRandom(options.seed);
    List<SymbolicTensor> outputs = new ArrayList<>();
    for (int i = 0; i < options.count; i++) {
      int[] order = shuffled(labels.count(), random);
      String prefix = options.count == 1 ? "" : "chain_" + i + "_";
      outputs.add(Chain.fit(labels, order, features, options).draw(graph, prefix));
    }
    SymbolicTensor output = outputs.size() == 1
        ? outputs.get(0)
        : average().name("chains").apply(outputs.toArray(new SymbolicTensor[0]));
    return finish(graph, output, train, options);
  }

  /**
   * Two floors (2BR; Godbole and Sarawagi, 2004): a logistic regression a label, and over the
   * probabilities of all labels, and the features, another.
   *
   * @param train rows with labels of 0, 1 and unknown
   * @return the model
   * @throws IllegalArgumentException if there are no rows or no labels, or fewer than five rows
   */
  public static Model stacking(Dataset train) {
    return stacking(train, options -> {});
  }

  /**
   * Two floors of logistic regressions. The second learns from what the first, fitted on other
   * folds, predicts; {@code cv(0)} lets it learn from what it predicts of its own rows, which
   * flatters.
   *
   * @param train rows with labels of 0, 1 and unknown
   * @param settings {@code s -> s.cv(10).passthrough(false)}
   * @return the model
   * @throws IllegalArgumentException if there are no rows or no labels, or there are fewer rows
   *     than folds
   */
  public static Model stacking(Dataset train, Consumer<StrategyOptions> settings) {
    StrategyOptions options = StrategyOptions.of(given -> {
      given.cv(5);
      Check.given(settings, "settings").accept(given);
    });
    Labels labels = new Labels(train);
    FeatureRows features = FeatureRows.of(train);
    LogisticFit first = new LogisticFit(features, new double[0][], options);
    int count = labels.count();
    LogisticFit.Answer[] below = new LogisticFit.Answer[count];
    double[][] predicted = new double[count][];
    Parallel.forEach(count, j -> {
      below[j] = first.fit(labels.columns[j], labels.all());
      predicted[j] = CrossFit.probabilities(first, below[j], labels, j, options.cv);
    });
    LogisticFit second =
        new LogisticFit(options.passthrough ? features : features.without(), predicted, options);
    LogisticFit.Answer[] above = new LogisticFit.Answer[count];
    Parallel.forEach(count, j -> above[j] = second.fit(labels.columns[j], labels.all()));

    FeatureGraph graph = new FeatureGraph(train, features);
    SymbolicTensor x = graph.standardized();
    SymbolicTensor p = dense(count).activation(SIGMOID).name("first").apply(x);
    SymbolicTensor seen = options.passthrough ? concatenate().name("both").apply(x, p) : p;
    SymbolicTensor output = dense(count).activation(SIGMOID).name("labels").apply(seen);
    graph.weights("first", below);
    graph.weights("labels", above);
    return finish(graph, output, train, options);
  }

  private static int[] shuffled(int count, SplittableRandom random) {
    int[] order = IntStream.range(0, count).toArray();
    for (int i = count - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    return order;
  }

  private static Model finish(
      FeatureGraph graph, SymbolicTensor output, Dataset train, StrategyOptions options) {
    Model model = Model.of(graph.inputs(), List.of(output), how -> how.name(options.name));
    try {
      graph.fill(model);
      model.compile(adam(), binaryCrossentropy(), accuracy());
      model.learn(train);
      return model;
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }
}
