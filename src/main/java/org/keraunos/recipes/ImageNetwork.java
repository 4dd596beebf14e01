package org.keraunos.recipes;

import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.batchNormalization;
import static org.keraunos.layers.Layers.conv2d;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.dropout;
import static org.keraunos.layers.Layers.globalMaxPooling2d;
import static org.keraunos.layers.Layers.maxPooling2d;
import static org.keraunos.layers.Layers.relu;

import java.util.List;
import org.keraunos.base.Shape;
import org.keraunos.layers.Input;
import org.keraunos.layers.Network;
import org.keraunos.layers.Padding;
import org.keraunos.layers.SymbolicTensor;

/**
 * Convolutions 3 x 3 with batch normalization for images of any size. Large ones are halved first,
 * until no side is above 48; then each stage halves them and doubles the channels, down to 7 places
 * or fewer. What is the most of each channel over all places is what the labels see: a label is
 * there if it is anywhere.
 */
final class ImageNetwork {
  /**
   * Of batch normalization: statistics are right after some dozen steps, where Keras's 0.99 takes
   * hundreds.
   */
  static final double MOMENTUM = 0.9;

  private static final int LARGE = 48;
  private static final int SMALLEST_TO_HALVE = 14;

  /** Small images are not halved so often, but need as many convolutions. */
  private static final int FEWEST_STAGES = 2;

  private ImageNetwork() {}

  /**
   * The network.
   *
   * @param images their shape
   * @param labels how many
   * @param filters of the first stage
   * @param most no stage has more
   * @param deep convolutions of each stage but the first
   * @param dropped the share of the last channels that is dropped in training
   */
  static Network of(Shape images, int labels, int filters, int most, int deep, double dropped) {
    var inputs = Input.of(images.toArray());
    int side = Math.max(images.get(0), images.get(1));
    int least = Math.min(images.get(0), images.get(1));
    SymbolicTensor x = inputs;
    int stride = side > LARGE && least > 1 ? 2 : 1;
    x = block(filters, stride, x);
    side = (side + stride - 1) / stride;
    least = (least + stride - 1) / stride;
    int channels = filters;
    int stages = 0;
    boolean halves = least >= 2 && side >= SMALLEST_TO_HALVE;
    while (halves || stages < FEWEST_STAGES) {
      boolean small = side <= LARGE || !halves;
      if (halves) {
        x = maxPooling2d(2).apply(x);
        side /= 2;
        least /= 2;
      }
      channels = small ? Math.min(most, 2 * channels) : channels;
      for (int i = 0; i < (small ? deep : 1); i++) {
        x = block(channels, 1, x);
      }
      stages += small ? 1 : 0;
      halves = least >= 2 && side >= SMALLEST_TO_HALVE;
    }
    x = globalMaxPooling2d().apply(x);
    x = dropout(dropped).apply(x);
    return Network.of(List.of(inputs), List.of(dense(labels).activation(SIGMOID).apply(x)));
  }

  private static SymbolicTensor block(int filters, int stride, SymbolicTensor x) {
    var y =
        conv2d(filters, 3).strides(stride).padding(Padding.SAME).useBias(false).apply(x);
    return relu().apply(batchNormalization().momentum(MOMENTUM).apply(y));
  }
}
