package org.keraunos.graph;

import org.keraunos.base.ElementType;
import org.keraunos.base.Shape;
import org.keraunos.data.Scaling;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.Feeds;
import org.keraunos.runtime.Tensors;
import org.keraunos.runtime.Types;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/**
 * Where one input enters a graph: as bytes or as floats, whichever the data has; the scaling
 * happens behind it. Bytes cross into TensorFlow as bytes, a quarter of the size. An input of whole
 * numbers takes them as they are stored, without scaling.
 */
final class InputPort {
  private final Shape shape;
  private final Placeholder<TUint8> bytes;
  private final Operand<TFloat32> floats;
  private final Placeholder<TFloat32> scale;
  private final Placeholder<TFloat32> offset;
  private final Operand<TFloating> exact;
  private final Operand<? extends TNumber> seen;
  private final ElementType element;

  InputPort(Ops tf, Shape shape, ElementType element, DTypePolicy policy) {
    this.shape = shape;
    this.element = element;
    org.tensorflow.ndarray.Shape batch = Tensors.batchShape(shape);
    org.tensorflow.ndarray.Shape scalar = org.tensorflow.ndarray.Shape.scalar();
    bytes = tf.withName("bytes").placeholder(TUint8.class, Placeholder.shape(batch));
    floats =
        tf.withName("floats").placeholderWithDefault(tf.dtypes.cast(bytes, TFloat32.class), batch);
    scale = tf.withName("scale").placeholder(TFloat32.class, Placeholder.shape(scalar));
    offset = tf.withName("offset").placeholder(TFloat32.class, Placeholder.shape(scalar));
    Class<TFloating> type = policy.variableType();
    Operand<TFloating> moved =
        tf.math.sub(Types.cast(tf, floats, type), Types.cast(tf, offset, type));
    exact = tf.math.div(moved, Types.cast(tf, scale, type));
    seen = switch (element) {
      case FLOAT -> exact;
      case INT32 -> tf.dtypes.cast(floats, TInt32.class);
      case UINT8 -> tf.dtypes.cast(floats, TUint8.class);
    };
  }

  /** What the network sees: of the weights' type, or whole numbers as they are stored. */
  Operand<? extends TNumber> seen() {
    return seen;
  }

  /** The same in the weights' type, which bfloat16 would round. */
  Operand<TFloating> exact() {
    return exact;
  }

  void feed(Object values, int rows, Scaling scaling, Feeds feeds) {
    if (element != ElementType.FLOAT && values instanceof float[] numbers) {
      WholeNumbers.check(numbers, rows * shape.size());
    }
    if (values instanceof byte[] pixels) {
      feeds.bytes(bytes, pixels, rows, shape);
    } else {
      feeds.floats(floats, (float[]) values, rows, shape);
    }
    feeds.scalar(scale, scaling.scale());
    feeds.scalar(offset, scaling.offset());
  }
}
