package org.keraunos.recipes;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.keraunos.Model;
import org.keraunos.base.Check;
import org.keraunos.base.CheckReturnValue;
import org.keraunos.base.ScoreMatrix;
import org.keraunos.data.Dataset;
import org.keraunos.data.split.Splitter;
import org.keraunos.decisions.ThresholdChoice;
import org.keraunos.metrics.Bootstrap;
import org.keraunos.strategies.MlKnn;
import org.keraunos.strategies.Strategies;
import org.keraunos.training.History;
import org.keraunos.training.NotFiniteException;

/**
 * A small search in a given time: what is quick (logistic regression, neighbours), then the
 * recipes, each trained on the same rows and judged by the same others, by macro-F1 with thresholds
 * from other folds of these. The best is kept as it was judged.
 *
 * <pre>{@code
 * try (Found found = Search.run(train, o -> o.budget(Duration.ofMinutes(5)).seed(1))) {
 *   found.attempts().forEach(System.out::println);
 * }
 * }</pre>
 *
 * <p>Rows that candidates are judged by have chosen among them, too: of candidates that are equally
 * good the luckiest wins, so its score there is a little too good. Rows of a test part tell.
 */
public final class Search {
  private static final double NANOS = 1e9;

  /** Neighbours that are asked. */
  private static final int NEIGHBOURS = 10;

  /** Fewer of its epochs are not what a recipe says any more. */
  private static final double LEAST_OF_EPOCHS = 0.25;

  /** No epoch takes fewer seconds. */
  private static final double SHORTEST = 1e-3;

  /** The share of the time left that is planned for. */
  private static final double CAREFUL = 0.9;

  private final SearchOptions options;
  private final Dataset train;
  private final Judge judge;
  private final long begin = System.nanoTime();
  private final List<Attempt> attempts = new ArrayList<>();
  private @Nullable Held best;

  /** The best so far that can be saved. */
  private record Held(
      Model model, Optional<History> history, ThresholdChoice thresholds, int at, double f1) {}

  private Search(SearchOptions options, Dataset train, Judge judge) {
    this.options = options;
    this.train = train;
    this.judge = judge;
  }

  /**
   * Searches.
   *
   * @param rows to learn from, with labels of 0, 1 and unknown
   * @param settings {@code o -> o.budget(Duration.ofMinutes(5)).seed(1)}
   * @return what was found, for the caller to close
   * @throws IllegalArgumentException if there are too few rows to judge by
   */
  @CheckReturnValue
  public static Found run(Dataset rows, Consumer<SearchOptions> settings) {
    SearchOptions options = SearchOptions.of(settings);
    Dataset train = Check.given(rows, "rows");
    Dataset judges = options.judges;
    if (judges == null) {
      int[][] parts = Splitter.iterative()
          .split(train.labels(), new double[] {1 - options.share, options.share}, options.seed);
      Check.argument(
          parts[0].length >= 2 && parts[1].length >= 2,
          "validationSplit",
          "a share that leaves two rows to train on and two to judge by, of " + rows.size(),
          options.share);
      judges = rows.rows(parts[1]);
      train = rows.rows(parts[0]);
    }
    return new Search(options, train, new Judge(judges, options.criterion, options.seed)).run();
  }

  private Found run() {
    try {
      for (Candidate candidate : Candidate.of(train)) {
        attempt(candidate);
      }
    } catch (RuntimeException | Error e) {
      if (best != null) {
        best.model().close();
      }
      throw e;
    }
    Held kept = best;
    if (kept == null) {
      throw new IllegalStateException("none of the candidates could be trained: " + attempts);
    }
    attempts.set(kept.at(), attempts.get(kept.at()).asKept());
    return new Found(kept.model(), kept.history(), kept.thresholds(), List.copyOf(attempts));
  }

  private void attempt(Candidate candidate) {
    String reason = candidate.unfit(train);
    if (reason.isEmpty() && options.stopAsked.getAsBoolean() && best != null) {
      reason = "interrupted before it";
    }
    if (reason.isEmpty() && left() <= 0 && best != null) {
      reason = "no time left";
    }
    if (!reason.isEmpty()) {
      tell(candidate, Optional.empty(), 0, reason);
      return;
    }
    double start = spent();
    try {
      if (candidate.hasEpochs()) {
        network(candidate, start);
      } else if (candidate == Candidate.KNN) {
        int k = Math.min(NEIGHBOURS, train.size() - 1);
        ScoreMatrix scores = MlKnn.fit(train, k, 1).predict(judge.rows());
        tell(candidate, Optional.of(judge.score(judge.choose(scores))), start, "is not saved");
      } else {
        judged(candidate, regressions(candidate), Optional.empty(), start, "");
      }
    } catch (NotFiniteException e) {
      tell(candidate, Optional.empty(), start, String.valueOf(e.getMessage()));
    }
  }

  private Model regressions(Candidate candidate) {
    return candidate == Candidate.CHAINS
        ? Strategies.chainEnsemble(train, s -> s.name(options.name).seed(options.seed))
        : Strategies.logistic(train, s -> s.name(options.name));
  }

  private void network(Candidate candidate, double start) {
    Training full = candidate.training(train);
    Training how = full.validation(full.validationSplit(), full.patience(), Optional.empty());
    boolean must = best == null;
    Pace pace = new Pace(how.epochs(), left());
    Trained made = fit(candidate, how, pace, must);
    String note = "";
    if (pace.isTooSlow() && !options.stopAsked.getAsBoolean()) {
      made.close();
      int fewer = (int) Math.min(
          how.epochs() - 1.0, CAREFUL * left() / Math.max(SHORTEST, pace.secondsAnEpoch()));
      if (!must && fewer < how.epochs() * LEAST_OF_EPOCHS) {
        double needed = pace.secondsAnEpoch() * how.epochs();
        tell(
            candidate,
            Optional.empty(),
            start,
            String.format(
                Locale.ROOT, "cut: its %d epochs take about %.0f s", how.epochs(), needed));
        return;
      }
      Training shorter = how.epochs(Math.max(1, fewer));
      note = shorter.epochs() + " of " + how.epochs() + " epochs for lack of time";
      made = fit(candidate, shorter, new Pace(shorter.epochs(), Double.POSITIVE_INFINITY), must);
    }
    if (made.history().interrupted()) {
      note = "ended in epoch " + (made.history().epochs().size() + 1) + " of " + how.epochs();
    }
    judged(candidate, made.model(), Optional.of(made.history()), start, note);
  }

  private Trained fit(Candidate candidate, Training how, Pace pace, boolean must) {
    return Fitting.fit(
        candidate.network(train),
        how,
        train,
        RecipeOptions.of(o -> o.seed(options.seed)
            .name(options.name)
            .model(model -> {
              if (options.policy != null) {
                model.dtypePolicy(options.policy);
              }
              options.model.accept(model);
            })
            .fit(fit -> {
              fit.verbose(false);
              options.fit.accept(fit);
              fit.callbacks(pace)
                  .stopWhen(() -> options.stopAsked.getAsBoolean() || (!must && left() <= 0));
            })));
  }

  /** Scores a model on the rows of the judge, and keeps it if it is the best. */
  private void judged(
      Candidate candidate, Model model, Optional<History> history, double start, String note) {
    ThresholdChoice choice;
    Bootstrap.Interval score;
    try {
      choice = model.thresholds(judge.rows(), judge.criterion());
      score = judge.score(choice);
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
    tell(candidate, Optional.of(score), start, note);
    if (best == null || score.estimate() > best.f1()) {
      if (best != null) {
        best.model().close();
      }
      best = new Held(model, history, choice, attempts.size() - 1, score.estimate());
    } else {
      model.close();
    }
  }

  private void tell(
      Candidate candidate, Optional<Bootstrap.Interval> score, double start, String note) {
    double seconds = start == 0 ? 0 : spent() - start;
    Attempt attempt = new Attempt(candidate.called(train), score, seconds, false, note);
    attempts.add(attempt);
    options.told.accept(attempt);
  }

  private double spent() {
    return (System.nanoTime() - begin) / NANOS;
  }

  private double left() {
    return options.budget.toNanos() / NANOS - spent();
  }
}
