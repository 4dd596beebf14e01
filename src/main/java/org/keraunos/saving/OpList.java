package org.keraunos.saving;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.keraunos.base.Check;

/**
 * What the ops of TensorFlow may do to the machine that runs them, from the list {@code ops.txt}:
 * those of its first section compute and keep their state in memory. An op that is on no list is
 * refused: a list of what is bad is never complete.
 */
final class OpList {
  private static final String UNKNOWN = "is not known to this version";

  private OpList() {}

  /** Read when a first model is. */
  private static final class Holder {
    static final Map<String, String> REASONS = read();
  }

  /** {@return whether an op may run} */
  static boolean isAllowed(String op) {
    return Holder.REASONS.getOrDefault(op, UNKNOWN).isEmpty();
  }

  /** {@return whether TensorFlow has an op of that name} */
  static boolean isKnown(String op) {
    return Holder.REASONS.containsKey(op);
  }

  /** {@return why an op may not run, for a sentence that it begins} */
  static String reason(String op) {
    return Holder.REASONS.getOrDefault(op, UNKNOWN);
  }

  /** {@return all ops of the list} */
  static Set<String> names() {
    return new LinkedHashSet<>(Holder.REASONS.keySet());
  }

  private static Map<String, String> read() {
    Map<String, String> reasons = new HashMap<>(4096);
    try (InputStream in = Check.present(OpList.class.getResourceAsStream("ops.txt"), "ops.txt");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      String reason = null;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("[")) {
          reason = reason == null ? "" : line.substring(1, line.length() - 1);
        } else if (!line.isEmpty() && !line.startsWith("#")) {
          for (String op : line.split(" ", -1)) {
            reasons.put(op, Check.present(reason, "a section before the ops"));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return reasons;
  }
}
