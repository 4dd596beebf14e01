package org.keraunos.recipes;

import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.batchNormalization;
import static org.keraunos.layers.Layers.conv2d;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.dropout;
import static org.keraunos.layers.Layers.globalAveragePooling2d;
import static org.keraunos.layers.Layers.maxPooling2d;
import static org.keraunos.layers.Layers.relu;

import java.util.List;
import org.keraunos.base.Shape;
import org.keraunos.layers.Input;
import org.keraunos.layers.Network;
import org.keraunos.layers.Padding;
import org.keraunos.layers.SymbolicTensor;

/**
 * Convolutions with batch normalization for pictures of any size: each block halves them and
 * doubles the channels until 4 to 7 places a side are left, whose average is what the labels see.
 */
final class ConvolutionNetwork {
  private static final int FIRST_FILTERS = 32;
  private static final int MOST_FILTERS = 256;
  private static final int SMALLEST_TO_HALVE = 8;
  private static final double DROPPED = 0.25;

  private ConvolutionNetwork() {}

  static Network of(Shape images, int labels) {
    var inputs = Input.of(images.toArray());
    int filters = FIRST_FILTERS;
    SymbolicTensor x = block(filters, inputs);
    for (int side = Math.min(images.get(0), images.get(1)); side >= SMALLEST_TO_HALVE; side /= 2) {
      filters = Math.min(MOST_FILTERS, 2 * filters);
      x = block(filters, maxPooling2d(2).apply(x));
    }
    x = dropout(DROPPED).apply(globalAveragePooling2d().apply(x));
    return Network.of(List.of(inputs), List.of(dense(labels).activation(SIGMOID).apply(x)));
  }

  private static SymbolicTensor block(int filters, SymbolicTensor x) {
    var y = conv2d(filters, 3).padding(Padding.SAME).useBias(false).apply(x);
    return relu().apply(batchNormalization().apply(y));
  }
}
