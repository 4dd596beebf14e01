package org.keraunos.recipes;

import static org.keraunos.activations.Activations.RELU;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.conv2d;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.flatten;
import static org.keraunos.layers.Layers.maxPooling2d;

import java.util.List;
import org.keraunos.base.Shape;
import org.keraunos.layers.Input;
import org.keraunos.layers.Network;

/** The tutorial's network, fitted to the data's images and labels. */
final class TutorialNetwork {
  private TutorialNetwork() {}

  static Network of(Shape images, int labels) {
    var inputs = Input.of(images.toArray());
    var x = conv2d(32, 3).activation(RELU).apply(inputs);
    x = conv2d(64, 3).activation(RELU).apply(x);
    x = maxPooling2d(3).apply(x);
    x = flatten().apply(x);
    var outputs = dense(labels).activation(SIGMOID).apply(x);
    return Network.of(List.of(inputs), List.of(outputs));
  }
}
