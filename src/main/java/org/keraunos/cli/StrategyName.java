package org.keraunos.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.keraunos.Model;
import org.keraunos.base.Check;
import org.keraunos.base.ScoreMatrix;
import org.keraunos.data.Dataset;
import org.keraunos.strategies.MlKnn;
import org.keraunos.strategies.Strategies;

/** What {@code --network} names that is no network trained by steps. */
enum StrategyName {
  LOGISTIC,
  CHAIN,
  CHAINS,
  STACKING,
  KNN;

  /** Those of stacking, where nobody says another number. */
  private static final int FOLDS = 5;

  static @Nullable StrategyName of(@Nullable String text) {
    return Arrays.stream(values())
        .filter(each -> each.spelled().equals(text))
        .findFirst()
        .orElse(null);
  }

  static List<String> names() {
    return Arrays.stream(values()).map(StrategyName::spelled).toList();
  }

  String spelled() {
    return name().toLowerCase(Locale.ROOT);
  }

  String describe(int train, int test) {
    return String.format(
        Locale.ROOT,
        "%s: %,d rows to find neighbours in, %,d to test; neighbours are not saved",
        spelled(),
        train,
        test);
  }

  /** Probabilities of test rows by the ten nearest training rows. */
  ScoreMatrix neighbours(Dataset train, Dataset test) {
    int k = Math.min(10, train.size() - 1);
    return MlKnn.fit(train, k, 1).predict(test);
  }

  /** Fits what gives a model: all but neighbours. */
  Model fit(Dataset train, String name, long seed) {
    Check.argument(
        this != STACKING || train.size() >= FOLDS,
        "--network stacking",
        FOLDS + " rows to train on, one a fold",
        train.size());
    return switch (this) {
      case LOGISTIC -> Strategies.logistic(train, s -> s.name(name));
      case CHAIN -> Strategies.chain(train, s -> s.name(name));
      case CHAINS -> Strategies.chainEnsemble(train, s -> s.name(name).seed(seed));
      case STACKING -> Strategies.stacking(train, s -> s.name(name));
      case KNN -> throw new IllegalStateException("neighbours are no model");
    };
  }
}
