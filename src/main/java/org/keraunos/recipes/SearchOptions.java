package org.keraunos.recipes;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.keraunos.ModelOptions;
import org.keraunos.base.Check;
import org.keraunos.data.Dataset;
import org.keraunos.decisions.Criterion;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.training.FitOptions;

/** How a {@link Search} goes; lives in the lambda that it takes. */
public final class SearchOptions {
  /** The time that a search takes if nobody says. */
  public static final Duration BUDGET = Duration.ofMinutes(10);

  /** The share of the rows that candidates are judged by if nobody says. */
  public static final double SHARE = 0.2;

  Duration budget = BUDGET;
  long seed = 42;
  String name = "model";
  double share = SHARE;

  @Nullable
  Dataset judges;

  Criterion criterion = Criterion.f1();

  @Nullable
  DTypePolicy policy;

  Consumer<ModelOptions> model = made -> {};
  Consumer<FitOptions> fit = how -> {};
  Consumer<Attempt> told = attempt -> {};
  BooleanSupplier stopAsked = () -> false;

  SearchOptions() {}

  static SearchOptions of(Consumer<SearchOptions> settings) {
    SearchOptions options = new SearchOptions();
    Check.given(settings, "settings").accept(options);
    return options;
  }

  /**
   * The time there is. What would take longer trains fewer epochs, or is left out, which is told.
   *
   * @param time above 0; 10 minutes if not given. The first network is trained whatever it says
   * @return this
   */
  public SearchOptions budget(Duration time) {
    Check.argument(!time.isNegative() && !time.isZero(), "budget", "a time above 0", time);
    this.budget = time;
    return this;
  }

  /**
   * The seed of all that is drawn.
   *
   * @param value 42 if not given
   * @return this
   */
  public SearchOptions seed(long value) {
    this.seed = value;
    return this;
  }

  /**
   * The model's name.
   *
   * @param text {@code model} if not given
   * @return this
   */
  public SearchOptions name(String text) {
    this.name = Check.given(text, "name");
    return this;
  }

  /**
   * The share of the rows that candidates are not trained on, but judged by.
   *
   * @param ofRows above 0, below 1; 0.2 if not given
   * @return this
   */
  public SearchOptions validationSplit(double ofRows) {
    Check.argument(ofRows > 0 && ofRows < 1, "validationSplit", "0 < share < 1", ofRows);
    this.share = ofRows;
    return this;
  }

  /**
   * Rows to judge by, in place of a share of the others.
   *
   * @param rows with labels
   * @return this
   */
  public SearchOptions validationData(Dataset rows) {
    this.judges = Check.given(rows, "rows");
    return this;
  }

  /**
   * What the thresholds of all candidates are chosen for.
   *
   * @param goal F1 if not given
   * @return this
   */
  public SearchOptions thresholds(Criterion goal) {
    this.criterion = Check.given(goal, "goal");
    return this;
  }

  /**
   * The types to compute in.
   *
   * @param types each recipe's own if not given
   * @return this
   */
  public SearchOptions dtypePolicy(DTypePolicy types) {
    this.policy = Check.given(types, "types");
    return this;
  }

  /**
   * More settings of the networks.
   *
   * @param settings threads, device
   * @return this
   */
  public SearchOptions model(Consumer<ModelOptions> settings) {
    this.model = Check.given(settings, "settings");
    return this;
  }

  /**
   * More settings of {@code fit}.
   *
   * @param settings progress
   * @return this
   */
  public SearchOptions fit(Consumer<FitOptions> settings) {
    this.fit = Check.given(settings, "settings");
    return this;
  }

  /**
   * What is told of each candidate as soon as it was tried.
   *
   * @param takes the attempts
   * @return this
   */
  public SearchOptions told(Consumer<Attempt> takes) {
    this.told = Check.given(takes, "takes");
    return this;
  }

  /**
   * What ends the search behind a training step; the best so far is kept.
   *
   * @param asked whether to end
   * @return this
   */
  public SearchOptions stopWhen(BooleanSupplier asked) {
    this.stopAsked = Check.given(asked, "asked");
    return this;
  }
}
