package org.keraunos.recipes;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.keraunos.metrics.Bootstrap;

/**
 * One candidate of a {@link Search}.
 *
 * @param name what was tried
 * @param score macro-F1 on the rows to judge by, with its interval; nothing if it was not scored
 * @param seconds it took
 * @param kept whether it is the model that was kept
 * @param note what else there is to say: that time was short, or why it was not tried; may be empty
 */
public record Attempt(
    String name, Optional<Bootstrap.Interval> score, double seconds, boolean kept, String note) {
  /** {@return the macro-F1; NaN if it was not scored} */
  public double f1() {
    return score.map(Bootstrap.Interval::estimate).orElse(Double.NaN);
  }

  Attempt asKept() {
    return new Attempt(name, score, seconds, true, note);
  }

  /** {@return what JSON can hold} */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", name);
    score.ifPresent(interval -> {
      map.put("f1_macro", interval.estimate());
      map.put("low", interval.low());
      map.put("high", interval.high());
    });
    map.put("seconds", seconds);
    map.put("kept", kept);
    if (!note.isEmpty()) {
      map.put("note", note);
    }
    return map;
  }
}
