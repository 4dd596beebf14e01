package org.keraunos.recipes;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.keraunos.base.Check;
import org.keraunos.base.CheckReturnValue;
import org.keraunos.data.Dataset;
import org.keraunos.decisions.Criterion;
import org.keraunos.layers.Network;

/**
 * A whole way from data to a model: a network that fits them, and how it is trained. Images of any
 * size and number of channels, or features.
 *
 * <pre>{@code
 * try (Trained made = Recipe.STRONG.fit(train, o -> o.seed(1).training(t -> t.epochs(40)))) {
 *   LabelMatrix labels = made.model().predict(test).labels();
 * }
 * }</pre>
 */
@CheckReturnValue
public enum Recipe {
  /**
   * The tutorial's network for images, two convolutions and a pool, and for features one of two
   * hidden layers; 10 epochs of Adam.
   */
  TUTORIAL {
    @Override
    public Network network(Dataset train) {
      return Networks.shape(train).rank() == 1
          ? Networks.mlp(train, 128, 64)
          : Networks.tutorial(train);
    }

    @Override
    public Training training(Dataset train) {
      return Training.TUTORIAL;
    }
  },

  /**
   * For few rows and small pictures, 7 x 7 to 64 x 64, and quick: few channels with batch
   * normalization, dropout, more epochs of smaller batches where there are fewer rows, one cycle of
   * the rate. For features one hidden layer with dropout.
   */
  SMALL {
    @Override
    public Network network(Dataset train) {
      return Networks.areImages(train)
          ? ImageNetwork.of(
              Networks.shape(train), train.labelNames().size(), 16, 64, 1, SMALL_DROPPED)
          : Networks.mlp(train, new int[] {64}, false, SMALL_DROPPED);
    }

    @Override
    public Training training(Dataset train) {
      int rows = train.size();
      return new Training(
          epochs(rows, 100_000, 10, 40),
          rows >= 2000 ? 64 : 16,
          Networks.areImages(train) ? 0.004 : 0.002,
          true,
          0,
          0,
          0,
          Augment.NONE,
          false,
          0,
          0,
          Optional.empty());
    }
  },

  /**
   * What is known to help, at about twice the work of the tutorial: a deeper network with batch
   * normalization and dropout, small random shifts, turns, zooms and changes of light that keep
   * what is seen (nothing is flipped, which only the user knows to be right), labels smoothed, one
   * cycle of the rate, weights that decay and are averaged. A tenth of the training rows is kept to
   * validate on: the weights of the best epoch are taken, the training ends early where nothing
   * becomes better, and a threshold a label is chosen for F1. In bfloat16 where the processor has
   * it.
   */
  STRONG {
    @Override
    public Network network(Dataset train) {
      return Networks.areImages(train)
          ? ImageNetwork.of(Networks.shape(train), train.labelNames().size(), 32, 256, 2, DROPPED)
          : Networks.mlp(train, new int[] {256, 128}, true, DROPPED);
    }

    @Override
    public Training training(Dataset train) {
      int rows = train.size();
      boolean images = Networks.areImages(train);
      boolean validates = rows >= FEWEST_TO_VALIDATE;
      int epochs = images ? epochs(rows, 200_000, 20, 60) : epochs(rows, 200_000, 20, 80);
      return new Training(
          epochs,
          rows >= 4000 ? 128 : rows >= 1000 ? 64 : 16,
          images ? 0.004 : 0.003,
          true,
          0.01,
          0.02,
          0.025,
          images ? Augment.MEDIUM : Augment.NONE,
          images,
          validates ? 0.1 : 0,
          validates ? Math.max(5, epochs / 3) : 0,
          validates ? Optional.of(Criterion.f1()) : Optional.empty());
    }
  };

  private static final double SMALL_DROPPED = 0.2;
  private static final double DROPPED = 0.3;

  /** Fewer rows leave too few to choose anything by. */
  private static final int FEWEST_TO_VALIDATE = 100;

  /**
   * The one of a name.
   *
   * @param name as {@link #toString} has it
   * @return the recipe
   * @throws IllegalArgumentException if there is none
   */
  public static Recipe named(String name) {
    return Arrays.stream(values())
        .filter(each -> each.toString().equals(name))
        .findFirst()
        .orElseThrow(() -> Check.bad("recipe", "one of " + names(), name));
  }

  /** {@return all names} */
  public static List<String> names() {
    return Arrays.stream(values()).map(Recipe::toString).toList();
  }

  /** So many epochs that about so many rows are gone over, between bounds. */
  private static int epochs(int rows, int goneOver, int least, int most) {
    return Math.max(least, Math.min(most, goneOver / Math.max(1, rows)));
  }

  /**
   * The network for data.
   *
   * @param train the training rows: shape, labels, and of features mean and deviation
   * @return a new network
   * @throws IllegalArgumentException if there is none for their shape
   */
  public abstract Network network(Dataset train);

  /**
   * How to train on data.
   *
   * @param train the training rows: how many there are, and whether they are images
   * @return the settings
   */
  public abstract Training training(Dataset train);

  /**
   * Trains a model.
   *
   * @param train the training rows
   * @return the model, for the caller to close
   * @throws IllegalArgumentException if there is no network for their shape
   */
  public Trained fit(Dataset train) {
    return fit(train, options -> {});
  }

  /**
   * Trains a model.
   *
   * @param train the training rows
   * @param settings {@code o -> o.seed(1).training(t -> t.epochs(40))}
   * @return the model, for the caller to close
   * @throws IllegalArgumentException if there is no network for their shape
   */
  public Trained fit(Dataset train, Consumer<RecipeOptions> settings) {
    RecipeOptions options = RecipeOptions.of(Check.given(settings, "settings"));
    Check.given(train, "train");
    Training how = options.of(training(train));
    return Fitting.fit(network(train), how, train, options);
  }

  /** {@return the name in small letters} */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
