package org.keraunos.layers;

import java.util.List;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/** A layer with a kernel that can take an {@link Affine} behind it into its kernel and bias. */
public interface AffineFoldable {
  /**
   * Whether the layer's output is linear in its kernel, so that folding changes nothing.
   *
   * @return false if an activation stands between
   */
  boolean isLinear();

  /**
   * Builds the layer and the affine function behind it as one.
   *
   * @param scope the layer's own scope
   * @param inputs what goes into the layer
   * @param affine what stands behind it
   * @return what comes out behind both
   */
  Value buildFolded(LayerScope scope, List<Value> inputs, Affine affine);
}
