package org.keraunos.base;

import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The names of the labels, in the order of the columns.
 *
 * @param names all different, none empty
 */
@CheckReturnValue
public record LabelNames(List<String> names) {
  /**
   * Checks the names.
   *
   * @param names the names
   * @throws IllegalArgumentException if there is none, or a name is empty or stands twice
   */
  public LabelNames {
    Check.argument(!names.isEmpty(), "label names", "at least one", names);
    Check.argument(
        names.stream().noneMatch(String::isBlank),
        "label names",
        "names that are not empty",
        names);
    Check.argument(
        new HashSet<>(names).size() == names.size(), "label names", "names that differ", names);
    names = List.copyOf(names);
  }

  /**
   * Numbers as names.
   *
   * @param size how many
   * @return "0", "1", ...
   */
  public static LabelNames numbered(int size) {
    return new LabelNames(IntStream.range(0, size).mapToObj(String::valueOf).toList());
  }

  /**
   * The number of labels.
   *
   * @return the number of names
   */
  public int size() {
    return names.size();
  }
}
