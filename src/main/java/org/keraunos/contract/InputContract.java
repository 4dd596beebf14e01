package org.keraunos.contract;

import java.util.List;
import java.util.Optional;
import org.keraunos.base.Check;
import org.keraunos.base.Shape;

/**
 * What a model knows of an input.
 *
 * @param name its name in the network
 * @param shape the shape of one sample
 * @param type the type that the network sees, Keras's name: {@code float32}
 * @param preprocessing what the stored bytes of images went through; empty where the data came as
 *     the network sees them
 * @param features the names of a table's columns, one a number of the sample; none for others
 */
public record InputContract(
    String name,
    Shape shape,
    String type,
    Optional<Preprocessing> preprocessing,
    List<String> features) {
  /**
   * Checks that names and shape fit.
   *
   * @param name its name
   * @param shape the shape of one sample
   * @param type the type
   * @param preprocessing what stored bytes went through
   * @param features the names of a table's columns
   * @throws IllegalArgumentException if the number of names is not the number of features
   */
  public InputContract {
    Check.argument(
        features.isEmpty() || features.size() == shape.size(),
        "features of input \"" + name + "\"",
        shape.size() + " names",
        features.size());
    features = List.copyOf(features);
  }
}
