package org.keraunos.graph;

import java.util.List;
import org.keraunos.base.Check;
import org.keraunos.base.CheckReturnValue;
import org.keraunos.layers.Network;
import org.keraunos.losses.Loss;

/**
 * What one output is to come to: its loss, and how much that counts in the sum that is made small.
 *
 * @param output the output's name in the network
 * @param loss how wrong the output is
 * @param weight the factor of the loss in the sum, finite; Keras's {@code loss_weights}
 * @param trainingLoss what is made small, where that is not what is reported of other data: the
 *     loss with weights of classes
 */
public record Objective(String output, Loss loss, double weight, Loss trainingLoss) {
  /**
   * Checks the weight.
   *
   * @param output the output's name in the network
   * @param loss how wrong the output is
   * @param weight the factor of the loss in the sum, finite
   * @param trainingLoss what is made small
   * @throws IllegalArgumentException if the weight is not finite
   */
  public Objective {
    Check.argument(Double.isFinite(weight), "lossWeight of " + output, "a finite number", weight);
  }

  /**
   * An objective whose loss is made small as it is.
   *
   * @param output the output's name in the network
   * @param loss how wrong the output is
   * @param weight the factor of the loss in the sum, finite
   * @throws IllegalArgumentException if the weight is not finite
   */
  public Objective(String output, Loss loss, double weight) {
    this(output, loss, weight, loss);
  }

  /**
   * The same with weights of labels in what is made small.
   *
   * @param factors one a label
   * @return a changed copy
   */
  @CheckReturnValue
  public Objective weighingLabels(double... factors) {
    return new Objective(output, loss, weight, loss.weighingLabels(factors));
  }

  /**
   * The objective of a network with one output.
   *
   * @param network with one output
   * @param loss how wrong the output is
   * @return a list of one, of weight 1
   * @throws IllegalArgumentException if the network has several outputs
   */
  public static List<Objective> only(Network network, Loss loss) {
    Check.argument(
        network.outputs().size() == 1,
        "loss",
        "one for each of the outputs " + network.outputNames(),
        "one for all");
    return List.of(new Objective(network.outputName(0), loss, 1));
  }

  /** The place of the output among the network's. */
  int indexIn(Network network) {
    int index = network.outputNames().indexOf(output);
    Check.argument(index >= 0, "output", "one of " + network.outputNames(), output);
    return index;
  }
}
