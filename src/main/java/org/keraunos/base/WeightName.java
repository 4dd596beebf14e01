package org.keraunos.base;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The address of a weight: the layer it belongs to, the way to it where layers stand inside layers,
 * and its own name. Each step inside has two names, Keras's for weights ({@code forward_lstm}) and
 * the one in weight files ({@code forward_layer}).
 *
 * @param layer the outermost layer's name, unique in the model
 * @param inner the steps inside that layer, from the outside in; none for most layers
 * @param weight the weight's name in the layer that holds it: {@code kernel}
 */
@CheckReturnValue
public record WeightName(String layer, List<Step> inner, String weight) {
  /**
   * A layer inside another.
   *
   * @param name its name in Keras's names of weights
   * @param file its name in weight files
   */
  public record Step(String name, String file) {}

  /**
   * Keeps an immutable copy.
   *
   * @param layer the outermost layer's name
   * @param inner the steps inside that layer
   * @param weight the weight's own name
   */
  public WeightName {
    inner = List.copyOf(inner);
  }

  /**
   * A weight of a layer that stands in no other.
   *
   * @param layer the layer's name
   * @param weight the weight's own name
   * @return the address
   */
  public static WeightName of(String layer, String weight) {
    return new WeightName(layer, List.of(), weight);
  }

  /**
   * The same weight in a layer that another name was given to.
   *
   * @param other the outermost layer's other name
   * @return the address there
   */
  public WeightName in(String other) {
    return new WeightName(other, inner, weight);
  }

  /**
   * {@return the way to the weight's group below its layer's group in weight files:
   * {@code [forward_layer, cell]}}
   */
  public List<String> filePath() {
    return inner.stream().map(Step::file).toList();
  }

  /**
   * {@return the whole name, as Keras writes it:
   * {@code bidirectional/forward_lstm/lstm_cell/kernel}}
   */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>(List.of(layer));
    inner.forEach(step -> parts.add(step.name()));
    parts.add(weight);
    return parts.stream().collect(Collectors.joining("/"));
  }
}
