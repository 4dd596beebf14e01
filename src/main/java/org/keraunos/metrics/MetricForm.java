package org.keraunos.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import org.keraunos.base.CheckReturnValue;

/**
 * A metric as files hold it.
 *
 * @param className its class: Keras's, or a name of Keraunos's own
 * @param keras whether Keras has it, and gives the same figure
 * @param config its options by Keras's names, what JSON can hold
 */
@CheckReturnValue
public record MetricForm(String className, boolean keras, Map<String, Object> config) {
  static MetricForm ofKeras(String className) {
    return new MetricForm(className, true, Map.of());
  }

  static MetricForm own(String className) {
    return new MetricForm(className, false, Map.of());
  }

  /** The key of the cut. */
  String thresholdKey() {
    return className.equals("Precision") || className.equals("Recall") ? "thresholds" : "threshold";
  }

  MetricForm with(String key, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(config);
    more.put(key, value);
    return new MetricForm(className, keras, more);
  }
}
