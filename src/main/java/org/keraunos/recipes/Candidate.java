package org.keraunos.recipes;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.keraunos.base.Shape;
import org.keraunos.data.Dataset;
import org.keraunos.layers.Network;

/** What a {@link Search} tries, in its order: what is quick first, then what is likely best. */
enum Candidate {
  LOGISTIC,
  KNN,
  CHAINS,
  SMALL,
  STRONG,
  TUTORIAL,
  CNN;

  /** Rows x features x labels that a logistic regression a label goes over in seconds. */
  private static final double MOST_CELLS = 1e8;

  /** Rows x rows x features of a search for neighbours, the same. */
  private static final double MOST_DISTANCES = 1e12;

  private static final int CHAIN_COUNT = 10;
  private static final int SMALLEST_OF_TUTORIAL = 7;

  /** Those that there are for data. */
  static List<Candidate> of(Dataset train) {
    boolean images = Networks.areImages(train);
    return Arrays.stream(values())
        .filter(each -> each != (images ? CHAINS : CNN))
        .toList();
  }

  /** What it is called: the tutorial's network for features is an mlp. */
  String called(Dataset train) {
    return this == TUTORIAL && Networks.shape(train).rank() == 1
        ? "mlp"
        : name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is trained in epochs. */
  boolean hasEpochs() {
    return compareTo(CHAINS) > 0;
  }

  /** Why it is not tried on these rows; empty if it is. */
  String unfit(Dataset train) {
    Shape shape = Networks.shape(train);
    double rows = train.size();
    double labels = train.labelNames().size();
    double cells = rows * shape.size() * labels;
    return switch (this) {
      case LOGISTIC -> cells > MOST_CELLS ? "too many features for its rows and labels" : "";
      case CHAINS ->
        CHAIN_COUNT * (cells + rows * labels * labels) > MOST_CELLS
            ? "too many features and labels for its rows"
            : "";
      case KNN -> rows * rows * shape.size() > MOST_DISTANCES ? "too many rows" : "";
      case TUTORIAL -> {
        boolean images = shape.rank() == 3;
        boolean large = images && Math.min(shape.get(0), shape.get(1)) >= SMALLEST_OF_TUTORIAL;
        yield large || shape.rank() == 1 ? "" : "its images are at least 7 x 7";
      }
      case SMALL, STRONG, CNN -> "";
    };
  }

  /** The network of one that has epochs. */
  Network network(Dataset train) {
    return switch (this) {
      case SMALL -> Recipe.SMALL.network(train);
      case STRONG -> Recipe.STRONG.network(train);
      case CNN -> Networks.cnn(train);
      default -> Recipe.TUTORIAL.network(train);
    };
  }

  /** How one that has epochs is trained. */
  Training training(Dataset train) {
    return switch (this) {
      case SMALL -> Recipe.SMALL.training(train);
      case STRONG -> Recipe.STRONG.training(train);
      default -> Training.TUTORIAL;
    };
  }
}
