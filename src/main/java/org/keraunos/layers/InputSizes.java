package org.keraunos.layers;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.Shape;

/**
 * Says the sizes of inputs that a file of Keras leaves open, such as {@code (None, None, None, 3)}:
 * a network here has one size.
 */
@FunctionalInterface
public interface InputSizes {
  /** Of inputs whose sizes are all known; refuses others. */
  InputSizes KNOWN = (input, sizes) -> {
    throw Check.bad(
        "InputLayer.batch_shape",
        "a size for each axis behind the batch, or InputSizes that say what is open"
            + " (Model.load: imageSize or inputSizes)",
        sizes);
  };

  /**
   * The shape of an input.
   *
   * @param input its name
   * @param sizes those of one sample's axes; null where the file leaves one open
   * @return a size for each axis, the same where the file says one
   */
  Shape of(String input, List<@Nullable Integer> sizes);

  /**
   * For images of one size.
   *
   * @param height the rows of an image, at least 1
   * @param width its columns, at least 1
   * @return the shape (height, width, channels) of inputs of three axes whose channels are known
   */
  static InputSizes image(int height, int width) {
    return (input, sizes) -> {
      Integer channels = sizes.size() == 3 ? sizes.get(2) : null;
      if (channels == null) {
        throw Check.bad(
            "InputLayer.batch_shape",
            "an image of known channels for imageSize (inputSizes says other sizes)",
            sizes);
      }
      return Shape.of(height, width, channels);
    };
  }
}
