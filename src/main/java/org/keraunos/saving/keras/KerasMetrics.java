package org.keraunos.saving.keras;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.metrics.AucMetric;
import org.keraunos.metrics.Average;
import org.keraunos.metrics.CountMetric;
import org.keraunos.metrics.ErrorMetric;
import org.keraunos.metrics.Metric;
import org.keraunos.metrics.MetricForm;
import org.keraunos.metrics.R2Metric;
import org.keraunos.metrics.RowMetric;
import org.keraunos.metrics.SparseAccuracy;
import org.keraunos.metrics.StreamingMetrics;

/** Metrics as Keras writes them, and as Keraunos writes those that Keras has not. */
final class KerasMetrics {
  private static final String OWN = "keraunos>";
  private static final String NAME = "name";
  private static final double CUT = 0.5;

  private final String where;
  private final Map<?, ?> config;

  private KerasMetrics(String where, Map<?, ?> config) {
    this.where = where;
    this.config = config;
  }

  /**
   * Reads a metric.
   *
   * @param value a name, or an object of {@code class_name} and {@code config}
   * @param where the place, for messages
   * @throws IllegalArgumentException if it is none of those that are here
   */
  static Metric read(@Nullable Object value, String where) {
    if (value instanceof String name) {
      // Keras reports it under the name that it was asked for by.
      return named(new KerasMetrics(where, Map.of()).of(classOf(name)), Optional.of(name));
    }
    if (!(value instanceof Map<?, ?> object)
        || !(object.get("class_name") instanceof String className)) {
      throw Check.bad(where, "a metric", String.valueOf(value));
    }
    if (className.equals("function")) {
      return read(object.get("config"), where);
    }
    Map<?, ?> config = object.get("config") instanceof Map<?, ?> given ? given : Map.of();
    boolean own = String.valueOf(object.get("registered_name")).startsWith(OWN);
    Metric metric =
        new KerasMetrics(where + "." + className, config).of(own ? OWN + className : className);
    return named(metric, Optional.ofNullable(config.get(NAME)).map(String::valueOf));
  }

  /** The class of a name that {@code compile} takes. */
  private static String classOf(String name) {
    return switch (name) {
      case "acc" -> "accuracy";
      case "mse", "MSE", "mean_squared_error" -> "MeanSquaredError";
      case "mae", "MAE", "mean_absolute_error" -> "MeanAbsoluteError";
      case "rmse", "root_mean_squared_error" -> "RootMeanSquaredError";
      case "binary_accuracy" -> "BinaryAccuracy";
      case "categorical_accuracy" -> "CategoricalAccuracy";
      case "sparse_categorical_accuracy" -> "SparseCategoricalAccuracy";
      case "top_k_categorical_accuracy" -> "TopKCategoricalAccuracy";
      case "auc" -> "AUC";
      case "precision" -> "Precision";
      case "recall" -> "Recall";
      case "r2_score" -> "R2Score";
      default -> name;
    };
  }

  private Metric of(String className) {
    return switch (className) {
      case "accuracy" -> StreamingMetrics.accuracy();
      case "BinaryAccuracy" -> StreamingMetrics.binaryAccuracy().threshold(number("threshold"));
      case "CategoricalAccuracy" -> StreamingMetrics.categoricalAccuracy();
      case "SparseCategoricalAccuracy" -> StreamingMetrics.sparseCategoricalAccuracy();
      case "TopKCategoricalAccuracy" ->
        StreamingMetrics.topKCategoricalAccuracy(config.get("k") instanceof Integer k ? k : 5);
      case "Precision" -> whole(StreamingMetrics.precision());
      case "Recall" -> whole(StreamingMetrics.recall());
      case "F1Score" -> StreamingMetrics.f1Score(average(), cut());
      case "FBetaScore" -> cut(StreamingMetrics.fBetaScore(beta(), average()), cut());
      case "AUC" -> auc();
      case "MeanSquaredError" -> StreamingMetrics.meanSquaredError();
      case "RootMeanSquaredError" -> StreamingMetrics.rootMeanSquaredError();
      case "MeanAbsoluteError" -> StreamingMetrics.meanAbsoluteError();
      case "R2Score" -> StreamingMetrics.r2Score().varianceWeighted(byVariance());
      case OWN + "HammingLoss" -> StreamingMetrics.hammingLoss().threshold(number("threshold"));
      case OWN + "SubsetAccuracy" ->
        StreamingMetrics.subsetAccuracy().threshold(number("threshold"));
      case OWN + "F1Score" -> StreamingMetrics.f1Score(average(), number("threshold"));
      case OWN + "FBetaScore" ->
        cut(StreamingMetrics.fBetaScore(beta(), average()), number("threshold"));
      case OWN + "ExactAUC" -> StreamingMetrics.auc().multiLabel(flag("multi_label"));
      case OWN + "MeanAveragePrecision" -> StreamingMetrics.meanAveragePrecision();
      default ->
        throw Check.bad(where, "a metric that Keraunos has and that files hold", className);
    };
  }

  private double number(String key) {
    return config.get(key) instanceof Number number ? number.doubleValue() : CUT;
  }

  private boolean flag(String key) {
    return Boolean.TRUE.equals(config.get(key));
  }

  private double beta() {
    return config.get("beta") instanceof Number beta ? beta.doubleValue() : 1;
  }

  private CountMetric whole(CountMetric metric) {
    only("top_k", null);
    only("class_id", null);
    Object given = config.get("thresholds");
    Object one = given instanceof List<?> list && list.size() == 1 ? list.get(0) : given;
    Check.argument(
        one == null || one instanceof Number, where + ".thresholds", "one", String.valueOf(given));
    return metric.threshold(one instanceof Number number ? number.doubleValue() : CUT);
  }

  private double cut() {
    if (config.get("threshold") instanceof Number number) {
      return number.doubleValue();
    }
    throw Check.bad(
        where + ".threshold", "a number (Keras then cuts at the row's maximum)", "none");
  }

  private static Metric cut(Metric metric, double threshold) {
    return metric instanceof CountMetric count
        ? count.threshold(threshold)
        : ((RowMetric) metric).threshold(threshold);
  }

  private Average average() {
    Object given = config.get("average");
    for (Average each : Average.values()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(given)) {
        return each;
      }
    }
    throw Check.bad(where + ".average", "micro, macro or weighted", String.valueOf(given));
  }

  private Metric auc() {
    only("curve", "ROC");
    only("summation_method", "interpolation");
    only("label_weights", null);
    only("from_logits", false);
    int count = config.get("num_thresholds") instanceof Integer number ? number : 200;
    if (config.get("thresholds") instanceof List<?> given) {
      boolean even = given.size() == count - 2;
      for (int i = 0; even && i < given.size(); i++) {
        even = given.get(i) instanceof Number each
            && Math.abs(each.doubleValue() - (i + 1.0) / (count - 1)) < 1e-6;
      }
      Check.argument(even, where + ".thresholds", "evenly spaced ones", given);
    }
    Object name = config.get(NAME);
    AucMetric exact = StreamingMetrics.auc().multiLabel(flag("multi_label"));
    return (name == null ? exact : exact.named(String.valueOf(name))).numThresholds(count);
  }

  private boolean byVariance() {
    Object given = config.get("class_aggregation");
    boolean known = given == null
        || given.equals("uniform_average")
        || given.equals("variance_weighted_average");
    Check.argument(
        known, where + ".class_aggregation", "a mean over columns", String.valueOf(given));
    return "variance_weighted_average".equals(given);
  }

  private void only(String key, @Nullable Object neutral) {
    Object given = config.get(key);
    Check.argument(
        given == null || given.equals(neutral),
        where + "." + key,
        neutral + " (others are not supported)",
        String.valueOf(given));
  }

  private static Metric named(Metric metric, Optional<String> name) {
    if (name.isEmpty() || metric.name().equals(name.get())) {
      return metric;
    }
    if (metric instanceof CountMetric count) {
      return count.named(name.get());
    }
    if (metric instanceof RowMetric row) {
      return row.named(name.get());
    }
    if (metric instanceof AucMetric auc) {
      return auc.named(name.get());
    }
    if (metric instanceof ErrorMetric error) {
      return error.named(name.get());
    }
    if (metric instanceof R2Metric r2) {
      return r2.named(name.get());
    }
    return metric instanceof SparseAccuracy sparse ? sparse.named(name.get()) : metric;
  }

  /**
   * Writes a metric.
   *
   * @return what JSON can hold; empty where no file can hold it
   */
  static Optional<Map<String, Object>> write(Metric metric) {
    return metric.form().map(KerasMetrics::written);
  }

  private static Map<String, Object> written(MetricForm form) {
    Map<String, Object> written = new LinkedHashMap<>();
    written.put("module", form.keras() ? "keras.metrics" : "keraunos");
    written.put("class_name", form.className());
    written.put("config", form.config());
    written.put("registered_name", form.keras() ? null : OWN + form.className());
    return written;
  }

  /** Whether Keras has a metric, and gives the same figure. */
  static boolean isOfKeras(Metric metric) {
    return metric.form().map(MetricForm::keras).orElse(false);
  }
}
