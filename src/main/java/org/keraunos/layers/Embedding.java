package org.keraunos.layers;

import java.util.stream.IntStream;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.initializers.Initializers;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/**
 * A row of a table for each whole number: {@code y = embeddings[x]};
 * {@code keras.layers.Embedding}.
 *
 * <p>Input of any shape, of numbers from 0 to below {@code input_dim} (make it with
 * {@code Input.of(ElementType.INT32, ...)}); output with one more axis, of size {@code output_dim}.
 * Weight {@code embeddings} (input_dim, output_dim), uniform in +-0.05. Masks are not supported.
 *
 * <p>A number that stands in a batch several times has one gradient, the sum of all. Keras's
 * optimizers with squares of gradients (Adam and its like) square each occurrence by itself there,
 * so that training differs from Keras's in such batches.
 */
public final class Embedding extends UnaryLayer<Embedding> implements Embeddings<Embedding> {
  private static final Setting<Integer> INPUT_DIM =
      Setting.integer("input_dim").must(n -> n >= 1, ">= 1");
  private static final Setting<Integer> OUTPUT_DIM =
      Setting.integer("output_dim").must(n -> n >= 1, ">= 1");
  static final Kind<Embedding> KIND = Layer.kind("Embedding", Embedding::new)
      .required(INPUT_DIM, OUTPUT_DIM)
      .group(EMBEDDINGS.startingAs(Initializers.randomUniform(-0.05, 0.05)))
      .only("activity_regularizer", null)
      .only("mask_zero", false, NotHere.MASKS)
      .only("quantization_config", null);

  private Embedding(Settings settings) {
    super(settings);
  }

  static Embedding of(int inputDim, int outputDim) {
    return KIND.make(KIND.settings().with(INPUT_DIM, inputDim).with(OUTPUT_DIM, outputDim));
  }

  @Override
  public Shape outputShape(Shape input) {
    int[] sizes = IntStream.concat(IntStream.of(input.toArray()), IntStream.of(get(OUTPUT_DIM)))
        .toArray();
    return Shape.of(sizes);
  }

  @Override
  public boolean isRowwise() {
    return true;
  }

  @Override
  protected Value build(LayerScope s, Value in) {
    var table = weight(s, EMBEDDINGS, Shape.of(get(INPUT_DIM), get(OUTPUT_DIM)));
    var rows = s.ops().gather(table, in.integers(), s.ops().constant(0));
    return s.value(rows, outputShape(in.shape()));
  }
}
