package org.keraunos;

import java.util.List;
import java.util.function.Consumer;
import org.keraunos.base.Check;
import org.keraunos.base.CheckReturnValue;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Network;
import org.keraunos.layers.SymbolicTensor;

/** Layers one behind the other: {@code keras.Sequential}, which files keep as that. */
@CheckReturnValue
public final class Sequential {
  private Sequential() {}

  /**
   * The model of a chain of layers.
   *
   * @param input what {@link org.keraunos.layers.Input} gave
   * @param layers in order, at least one
   * @return the model
   * @throws IllegalArgumentException if a layer cannot take the shape before it
   */
  public static Model of(SymbolicTensor input, Layer... layers) {
    return of(settings -> {}, input, layers);
  }

  /**
   * The model of a chain of layers.
   *
   * @param settings seed, types, threads, augmentation
   * @param input what {@link org.keraunos.layers.Input} gave
   * @param layers in order, at least one
   * @return the model
   * @throws IllegalArgumentException if a layer cannot take the shape before it
   */
  public static Model of(Consumer<ModelOptions> settings, SymbolicTensor input, Layer... layers) {
    Check.given(input, "input");
    Check.argument(
        Check.given(layers, "layers").length > 0, "Sequential layers", "at least one", "none");
    for (int i = 0; i < layers.length; i++) {
      Check.given(layers[i], "layers[" + i + "]");
    }
    return Model.of(Network.sequential(input, List.of(layers)), settings);
  }
}
