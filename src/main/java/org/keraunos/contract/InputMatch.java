package org.keraunos.contract;

import java.util.ArrayList;
import java.util.List;
import org.keraunos.base.Check;
import org.keraunos.data.ByteColumn;
import org.keraunos.data.Dataset;
import org.keraunos.data.Feature;
import org.keraunos.data.Scaling;

/**
 * Brings the inputs of data into the form that a model knows: columns by their names, bytes by
 * their scaling.
 */
public final class InputMatch {
  private InputMatch() {}

  /**
   * The data with an input's columns in a model's order.
   *
   * @param what the argument, for messages
   * @param data a data set
   * @param place which of its inputs
   * @param known the model's input
   * @return the data as they are, where one of both sides names no columns (then the order is all
   *     there is) or the names are the same; else with the columns that the model knows, in its
   *     order
   * @throws IllegalArgumentException if a column is missing
   */
  public static Dataset inOrder(String what, Dataset data, int place, InputContract known) {
    Feature given = data.inputs().get(place);
    String which = what + " input \"" + given.name() + "\"";
    if (known.features().isEmpty()
        || given.columns().isEmpty()
        || known.features().equals(given.columns())) {
      return data;
    }
    List<String> missing = new ArrayList<>(known.features());
    missing.removeAll(given.columns());
    Check.argument(
        missing.isEmpty(),
        () -> which + ": expected the columns that the model was trained on, " + known.features()
            + ", received " + given.columns() + "; missing: " + missing);
    return data.withInput(given.pick(known.features()));
  }

  /**
   * The data with bytes as a network is to see them: with an offset and a scale for the graph, or
   * as floats where it takes a number a channel, or channels in another order. Floats stay as they
   * are.
   *
   * @param data a data set
   * @param place which of its inputs
   * @param how what stored bytes go through
   * @return a changed copy
   * @throws IllegalArgumentException if the channels are not as many as {@code how} knows
   */
  public static Dataset seen(Dataset data, int place, Preprocessing how) {
    Feature given = data.inputs().get(place);
    if (!(given.column() instanceof ByteColumn bytes)) {
      return data;
    }
    return data.withInput(how.uniform()
        .map(scaling -> new Feature(given.name(), bytes, scaling, given.columns()))
        .orElseGet(
            () -> new Feature(given.name(), how.apply(bytes), Scaling.NONE, given.columns())));
  }

  /**
   * Checks that bytes have the scaling that a model was trained on. Floats came scaled by somebody;
   * what they were before nobody knows.
   *
   * @param what the argument, for messages
   * @param data a data set
   * @param place which of its inputs
   * @param known the model's input
   * @throws IllegalArgumentException if the scaling is another
   */
  public static void checkScaling(String what, Dataset data, int place, InputContract known) {
    Feature given = data.inputs().get(place);
    if (given.column().holdsBytes() && known.preprocessing().isPresent()) {
      Preprocessing trained = known.preprocessing().get();
      Preprocessing received = Preprocessing.of(given.scaling());
      Check.argument(
          trained.equals(received),
          () -> what + " input \"" + given.name()
              + "\": expected bytes with the scaling that the model"
              + " was trained on, " + trained + ", received " + received
              + " (Dataset.withScaling changes it)");
    }
  }
}
