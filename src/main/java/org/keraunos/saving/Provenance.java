package org.keraunos.saving;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.tensorflow.TensorFlow;

/**
 * Where a model in a file comes from. A model fills it in by itself, whatever the program says of
 * it.
 *
 * @param date when the file was written, {@code 2026-01-31T12:00:00Z}; empty in a file of Keras or
 *     of an earlier version
 * @param versions what wrote it: {@code keraunos}, {@code tensorflow}, {@code java}
 * @param trained its trainings, the first one first
 * @param evaluated loss and metrics that these weights last came to on data; empty if there was
 *     none
 */
public record Provenance(
    String date,
    Map<String, String> versions,
    List<Trained> trained,
    Map<String, Double> evaluated) {
  /** Nothing is known. */
  public static final Provenance UNKNOWN = new Provenance("", Map.of(), List.of(), Map.of());

  /** The variable by which reproducible builds say what time it is: seconds since 1970. */
  public static final String SOURCE_DATE_EPOCH = "SOURCE_DATE_EPOCH";

  private static final int MOST_TRAINED = 100;

  /**
   * Copies.
   *
   * @param date when the file was written
   * @param versions what wrote it
   * @param trained its trainings
   * @param evaluated the figures of the last evaluation
   */
  public Provenance {
    versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
    trained = List.copyOf(trained);
    evaluated = Collections.unmodifiableMap(new LinkedHashMap<>(evaluated));
  }

  /**
   * One call of {@code fit}, or several on the same data one behind the other; of no epochs where
   * weights were made of the data in another way.
   *
   * @param date when it ended
   * @param versions what it ran on
   * @param data {@link org.keraunos.data.Dataset#digest()} of its rows
   * @param rows how many these are, those that it validated on included
   * @param seed the model's: start values, dropout, augmentation
   * @param orderSeed that of the order of the rows
   * @param epochs how many were finished
   * @param metrics the figures of the last one
   */
  public record Trained(
      String date,
      Map<String, String> versions,
      String data,
      int rows,
      long seed,
      long orderSeed,
      int epochs,
      Map<String, Double> metrics) {
    /**
     * Copies.
     *
     * @param date when it ended
     * @param versions what it ran on
     * @param data the digest of its rows
     * @param rows how many these are
     * @param seed the model's
     * @param orderSeed that of the order of the rows
     * @param epochs how many were finished
     * @param metrics the figures of the last one
     */
    public Trained {
      versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
      metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    /** Whether another one is more of the same. */
    private boolean isLike(Trained other) {
      return data.equals(other.data)
          && rows == other.rows
          && seed == other.seed
          && orderSeed == other.orderSeed
          && versions.equals(other.versions);
    }
  }

  /**
   * Now, with what is running here.
   *
   * @param trained the trainings
   * @param evaluated the figures of the last evaluation
   * @return the provenance of a file that is about to be written
   * @throws IllegalArgumentException if the environment's SOURCE_DATE_EPOCH is no number of seconds
   */
  public static Provenance now(List<Trained> trained, Map<String, Double> evaluated) {
    return new Provenance(time().toString(), running(), trained, evaluated);
  }

  /**
   * The trainings with one more. More of the same as the last one is counted there; of many the
   * last hundred stay.
   *
   * @param before the trainings so far
   * @param next one more
   * @return a new list
   */
  public static List<Trained> with(List<Trained> before, Trained next) {
    List<Trained> all = new ArrayList<>(before);
    Trained last = all.isEmpty() ? null : all.get(all.size() - 1);
    if (last != null && last.isLike(next)) {
      all.set(
          all.size() - 1,
          new Trained(
              next.date(),
              next.versions(),
              next.data(),
              next.rows(),
              next.seed(),
              next.orderSeed(),
              last.epochs() + next.epochs(),
              next.metrics()));
    } else {
      all.add(next);
    }
    return List.copyOf(all.subList(Math.max(0, all.size() - MOST_TRAINED), all.size()));
  }

  /**
   * {@return the versions of what runs here: {@code keraunos}, {@code tensorflow}, {@code java}}
   */
  public static Map<String, String> running() {
    String own = Provenance.class.getPackage().getImplementationVersion();
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("keraunos", own == null ? "not packaged" : own);
    versions.put("tensorflow", TensorFlow.version());
    versions.put("java", Runtime.version().toString());
    return versions;
  }

  /**
   * {@return the time to write into files: that of the environment's SOURCE_DATE_EPOCH, so that
   * equal models are equal files, else the clock's, in whole seconds}
   *
   * @throws IllegalArgumentException if SOURCE_DATE_EPOCH is no number of seconds
   */
  public static Instant time() {
    return time(System.getenv(SOURCE_DATE_EPOCH));
  }

  static Instant time(@Nullable String sourceDate) {
    if (sourceDate == null || sourceDate.isEmpty()) {
      return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }
    try {
      long seconds = Long.parseLong(sourceDate);
      if (seconds >= 0) {
        return Instant.ofEpochSecond(seconds);
      }
    } catch (NumberFormatException | DateTimeException e) {
      throw Check.bad(SOURCE_DATE_EPOCH, "seconds since 1970", sourceDate);
    }
    throw Check.bad(SOURCE_DATE_EPOCH, "seconds since 1970", sourceDate);
  }
}
