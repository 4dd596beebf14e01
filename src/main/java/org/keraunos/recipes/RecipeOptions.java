package org.keraunos.recipes;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.keraunos.Model;
import org.keraunos.ModelOptions;
import org.keraunos.base.Check;
import org.keraunos.data.Dataset;
import org.keraunos.decisions.ThresholdChoice;
import org.keraunos.training.FitOptions;

/** What {@link Recipe#fit} is to do otherwise; lives in the lambda that it takes. */
public final class RecipeOptions {
  long seed = 42;
  String name = "model";
  Consumer<ModelOptions> model = made -> {};
  private Consumer<FitOptions> fit = how -> {};
  private UnaryOperator<Training> changed = UnaryOperator.identity();
  private @Nullable Dataset validation;

  RecipeOptions() {}

  static RecipeOptions of(Consumer<RecipeOptions> settings) {
    RecipeOptions options = new RecipeOptions();
    settings.accept(options);
    return options;
  }

  /**
   * The seed of all that is drawn.
   *
   * @param value 42 if not given
   * @return this
   */
  public RecipeOptions seed(long value) {
    this.seed = value;
    return this;
  }

  /**
   * The model's name.
   *
   * @param text {@code model} if not given
   * @return this
   */
  public RecipeOptions name(String text) {
    this.name = Check.given(text, "name");
    return this;
  }

  /**
   * Changes how the recipe trains.
   *
   * @param change {@code t -> t.epochs(40).augment(Augment.STRONG)}
   * @return this
   */
  public RecipeOptions training(UnaryOperator<Training> change) {
    this.changed = Check.given(change, "change");
    return this;
  }

  /**
   * Rows to validate on, in place of a share of the training rows.
   *
   * @param rows with labels
   * @return this
   */
  public RecipeOptions validationData(Dataset rows) {
    this.validation = Check.given(rows, "rows");
    return this;
  }

  /**
   * More settings of the model.
   *
   * @param settings precision, threads, device
   * @return this
   */
  public RecipeOptions model(Consumer<ModelOptions> settings) {
    this.model = Check.given(settings, "settings");
    return this;
  }

  /**
   * More settings of {@code fit}.
   *
   * @param settings callbacks, progress, checkpoints
   * @return this
   */
  public RecipeOptions fit(Consumer<FitOptions> settings) {
    this.fit = Check.given(settings, "settings");
    return this;
  }

  /** How to train, where the recipe says so. */
  Training of(Training recipe) {
    Training how = Check.given(changed.apply(recipe), "training");
    return validation == null ? how : how.validation(0, how.patience(), how.thresholds());
  }

  void configure(FitOptions how) {
    if (validation != null) {
      how.validationData(validation);
    }
    fit.accept(how);
  }

  /** Thresholds chosen for the model, if any are. */
  Optional<ThresholdChoice> chosen(Model trained, Training how, Dataset train) {
    return how.thresholds()
        .map(criterion -> trained.thresholds(
            validation == null ? how.validation(train, seed) : validation, criterion));
  }
}
