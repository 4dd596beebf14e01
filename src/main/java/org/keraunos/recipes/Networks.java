package org.keraunos.recipes;

import static org.keraunos.activations.Activations.RELU;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.batchNormalization;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.dropout;
import static org.keraunos.layers.Layers.flatten;
import static org.keraunos.layers.Layers.normalization;
import static org.keraunos.layers.Layers.relu;

import java.util.List;
import org.keraunos.base.Check;
import org.keraunos.base.Shape;
import org.keraunos.data.Dataset;
import org.keraunos.layers.Input;
import org.keraunos.layers.Network;
import org.keraunos.layers.SymbolicTensor;

/** Networks that are drawn for the shape of a data set's first input and its labels. */
public final class Networks {
  private Networks() {}

  /**
   * The tutorial's: two convolutions, a pool, an output.
   *
   * @param train images, at least 7 x 7
   * @return the network
   * @throws IllegalArgumentException if they are no images
   */
  public static Network tutorial(Dataset train) {
    return TutorialNetwork.of(images("tutorial", train), train.labelNames().size());
  }

  /**
   * Convolutions with batch normalization, one a size, whose last places are averaged.
   *
   * @param train images of any size
   * @return the network
   * @throws IllegalArgumentException if they are no images
   */
  public static Network cnn(Dataset train) {
    return ConvolutionNetwork.of(images("cnn", train), train.labelNames().size());
  }

  /**
   * Fully connected layers behind features of mean 0 and deviation 1.
   *
   * @param train features, or anything else, which is flattened
   * @param hidden the units of each hidden layer
   * @return the network
   */
  public static Network mlp(Dataset train, int... hidden) {
    return mlp(train, hidden, false, 0);
  }

  /**
   * The same with more to keep it from learning rows by heart.
   *
   * @param train features, or anything else, which is flattened
   * @param hidden the units of each hidden layer
   * @param normalized whether batch normalization stands before each ReLU
   * @param dropped the share of each hidden layer's outputs that is dropped in training; 0 for none
   * @return the network
   */
  static Network mlp(Dataset train, int[] hidden, boolean normalized, double dropped) {
    Shape shape = shape(train);
    var input = Input.of(shape.toArray());
    SymbolicTensor x = normalization().adapt(train.moments()).apply(input);
    if (shape.rank() > 1) {
      x = flatten().apply(x);
    }
    for (int units : hidden) {
      x = normalized
          ? relu()
              .apply(batchNormalization()
                  .momentum(ImageNetwork.MOMENTUM)
                  .apply(dense(units).useBias(false).apply(x)))
          : dense(units).activation(RELU).apply(x);
      if (dropped > 0) {
        x = dropout(dropped).apply(x);
      }
    }
    var output = dense(train.labelNames().size()).activation(SIGMOID).apply(x);
    return Network.of(List.of(input), List.of(output));
  }

  static Shape shape(Dataset train) {
    return train.inputs().get(0).shape();
  }

  static boolean areImages(Dataset train) {
    return shape(train).rank() == 3;
  }

  private static Shape images(String network, Dataset train) {
    Shape shape = shape(train);
    Check.argument(shape.rank() == 3, "--network " + network, "images", "features " + shape);
    return shape;
  }
}
