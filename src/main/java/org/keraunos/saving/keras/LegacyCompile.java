package org.keraunos.saving.keras;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings {@code training_config} of files that end in {@code .h5} into the form of Keras 3's
 * {@code compile_config}.
 */
final class LegacyCompile {
  private static final String CLASS_NAME = "class_name";
  private static final String CONFIG = "config";
  private static final String RATE = "learning_rate";
  private static final String CUSTOM = "Custom>";

  /** What Keras 2 writes of its optimizers beside what they compute. */
  private static final Set<String> NOT_OF_KERAS_3 =
      Set.of("jit_compile", "is_legacy_optimizer", "decay", "lr", "schedule_decay");

  private LegacyCompile() {}

  static Map<String, Object> convert(Map<?, ?> training) {
    Map<String, Object> converted = new LinkedHashMap<>();
    Object optimizer = training.get("optimizer_config");
    if (optimizer instanceof Map<?, ?> object && object.get(CONFIG) instanceof Map<?, ?> config) {
      converted.put("optimizer", optimizer(String.valueOf(object.get(CLASS_NAME)), config));
    }
    converted.put("loss", loss(training.get("loss")));
    converted.put("loss_weights", training.get("loss_weights"));
    converted.put("metrics", metrics(training.get("metrics")));
    converted.put("weighted_metrics", metrics(training.get("weighted_metrics")));
    return converted;
  }

  private static Map<String, Object> optimizer(String className, Map<?, ?> given) {
    Map<String, Object> config = new LinkedHashMap<>();
    given.forEach((key, value) -> {
      String name = String.valueOf(key);
      // An absent value is the one that the version took where it was not given.
      if (!NOT_OF_KERAS_3.contains(name) && !(name.equals("epsilon") && value == null)) {
        config.put(name, value == null ? null : shortest(value));
      }
    });
    Object rate = given.get(given.containsKey(RATE) ? RATE : "lr");
    if (rate != null) {
      config.put(RATE, decayed(shortest(rate), given.get("decay")));
    }
    Map<String, Object> object = new LinkedHashMap<>();
    object.put(
        CLASS_NAME,
        className.startsWith(CUSTOM) ? className.substring(CUSTOM.length()) : className);
    object.put(CONFIG, config);
    return object;
  }

  /**
   * Numbers went through 32 bits on their way into the file: 0.001 and not 0.0010000000474974513.
   */
  private static Object shortest(Object value) {
    return value instanceof Double number && number.floatValue() == number
        ? (Object) Double.parseDouble(Float.toString(number.floatValue()))
        : value;
  }

  /** Keras 2 divides by 1 + decay * step, which is Keras 3's InverseTimeDecay. */
  private static Object decayed(Object rate, @Nullable Object decay) {
    if (!(decay instanceof Number number)
        || number.doubleValue() == 0
        || !(rate instanceof Number)) {
      return rate;
    }
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("initial_learning_rate", rate);
    config.put("decay_steps", 1);
    config.put("decay_rate", decay);
    Map<String, Object> schedule = new LinkedHashMap<>();
    schedule.put("module", "keras.optimizers.schedules");
    schedule.put(CLASS_NAME, "InverseTimeDecay");
    schedule.put(CONFIG, config);
    return schedule;
  }

  /** One, or one an output: a list or a dictionary. */
  private static @Nullable Object loss(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(LegacyCompile::loss).toList();
    }
    if (!(value instanceof Map<?, ?> object)) {
      return value;
    }
    Map<String, Object> converted = new LinkedHashMap<>();
    if (!(object.get(CONFIG) instanceof Map<?, ?> config)) {
      object.forEach((output, loss) -> converted.put(String.valueOf(output), loss(loss)));
      return converted;
    }
    Map<String, Object> plain = LayerTypes.copy(config);
    plain.remove("fn");
    if ("auto".equals(plain.get("reduction"))) {
      plain.put("reduction", "sum_over_batch_size");
    }
    String className = String.valueOf(object.get(CLASS_NAME));
    converted.putAll(LayerTypes.copy(object));
    converted.put(CLASS_NAME, className.equals("LossFunctionWrapper") ? fn(config) : className);
    converted.put(CONFIG, plain);
    return converted;
  }

  /** A list, for each output a list, or a dictionary of these. */
  private static @Nullable Object metrics(@Nullable Object value) {
    if (value instanceof List<?> list) {
      List<@Nullable Object> all = new ArrayList<>();
      list.forEach(each -> all.add(metrics(each)));
      return all;
    }
    if (!(value instanceof Map<?, ?> object)) {
      return value;
    }
    Map<String, Object> converted = new LinkedHashMap<>();
    if (!(object.get(CONFIG) instanceof Map<?, ?> config)) {
      object.forEach((output, each) -> converted.put(String.valueOf(output), metrics(each)));
      return converted;
    }
    boolean wrapper = "MeanMetricWrapper".equals(object.get(CLASS_NAME));
    Map<String, Object> plain = LayerTypes.copy(config);
    plain.remove("fn");
    converted.put(CLASS_NAME, wrapper ? fn(config) : object.get(CLASS_NAME));
    converted.put(CONFIG, plain);
    return converted;
  }

  /** The class of a function: {@code mean_absolute_error} is MeanAbsoluteError. */
  private static String fn(Map<?, ?> config) {
    StringBuilder name = new StringBuilder();
    for (String word : String.valueOf(config.get("fn")).split("_", -1)) {
      if (!word.isEmpty()) {
        name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
      }
    }
    return name.toString();
  }
}
