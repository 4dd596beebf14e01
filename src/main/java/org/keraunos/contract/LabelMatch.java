package org.keraunos.contract;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.keraunos.base.Check;
import org.keraunos.data.Dataset;

/** Brings the labels of data into a model's order, by their names. */
public final class LabelMatch {
  private LabelMatch() {}

  /**
   * The data with their labels in a model's order.
   *
   * @param what the argument, for messages
   * @param data a data set with labels
   * @param output the model's output
   * @return the data as they are, where one of both sides names no labels (then the order is all
   *     there is) or the orders are the same; else with columns in the model's order
   * @throws IllegalArgumentException if the names are others; the message lists what only one side
   *     has
   */
  public static Dataset inOrder(String what, Dataset data, OutputContract output) {
    if (data.targets().isEmpty() || !output.named() || !data.hasLabelNames()) {
      return data;
    }
    List<String> known = output.labels().names();
    List<String> given = data.labelNames().names();
    if (given.equals(known)) {
      return data;
    }
    check(what + " labels", given, known);
    return data.withLabelOrder(known.stream().mapToInt(given::indexOf).toArray());
  }

  /**
   * Checks that two sets of names are one.
   *
   * @param what the argument, for messages
   * @param given the names that data have
   * @param known the names that the model has
   * @throws IllegalArgumentException if the names are others; the message lists what only one side
   *     has
   */
  public static void check(String what, List<String> given, List<String> known) {
    Check.argument(
        new HashSet<>(given).equals(new HashSet<>(known)),
        () -> what + ": expected the labels that the model was trained on, " + known + ", received "
            + given + difference(given, known));
  }

  private static String difference(List<String> given, List<String> known) {
    List<String> unknown = new ArrayList<>(given);
    unknown.removeAll(known);
    List<String> missing = new ArrayList<>(known);
    missing.removeAll(given);
    return (unknown.isEmpty() ? "" : "; unknown to the model: " + unknown)
        + (missing.isEmpty() ? "" : "; missing: " + missing);
  }
}
