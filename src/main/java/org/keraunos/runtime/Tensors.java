package org.keraunos.runtime;

import java.util.Arrays;
import java.util.List;
import org.keraunos.base.DenseArray;
import org.keraunos.base.NamedArray;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TNumber;

/** Moves flat arrays into tensors and out of them, one copy each. */
public final class Tensors {
  private Tensors() {}

  /**
   * A batch of bytes.
   *
   * @param values flat, row-major; only the first {@code rows} samples are taken
   * @param rows the number of samples
   * @param sample the shape of one sample
   * @return a tensor that the caller closes
   */
  static Tensor bytes(byte[] values, int rows, org.keraunos.base.Shape sample) {
    int length = rows * sample.size();
    return Tensor.of(
        TUint8.class,
        batch(rows, sample),
        tensor -> tensor.asRawTensor().data().write(values, 0, length));
  }

  /**
   * A batch of floats.
   *
   * @param values flat, row-major; only the first {@code rows} samples are taken
   * @param rows the number of samples
   * @param sample the shape of one sample
   * @return a tensor that the caller closes
   */
  static Tensor floats(float[] values, int rows, org.keraunos.base.Shape sample) {
    int length = rows * sample.size();
    return Tensor.of(
        TFloat32.class,
        batch(rows, sample),
        tensor -> tensor.asRawTensor().data().asFloats().write(values, 0, length));
  }

  /**
   * A batch of integers.
   *
   * @param values flat, row-major; only the first {@code rows} samples are taken
   * @param rows the number of samples
   * @param sample the shape of one sample
   * @return a tensor that the caller closes
   */
  static Tensor integers(int[] values, int rows, org.keraunos.base.Shape sample) {
    int length = rows * sample.size();
    return Tensor.of(
        TInt32.class,
        batch(rows, sample),
        tensor -> tensor.asRawTensor().data().asInts().write(values, 0, length));
  }

  /**
   * A vector of byte strings.
   *
   * @param values the strings
   * @return a tensor that the caller closes
   */
  static Tensor strings(List<byte[]> values) {
    return TString.tensorOfBytes(NdArrays.vectorOfObjects(values.toArray(byte[][]::new)));
  }

  /**
   * A vector of integers.
   *
   * @param values the integers
   * @return a tensor that the caller closes
   */
  static Tensor ints(int[] values) {
    return TInt32.vectorOf(values);
  }

  /**
   * The elements of a tensor of bytes.
   *
   * @param tensor of uint8
   * @param into where the elements go
   * @param offset the index of the first
   */
  static void read(Tensor tensor, byte[] into, int offset) {
    tensor.asRawTensor().data().read(into, offset, (int) tensor.shape().size());
  }

  /**
   * A scalar.
   *
   * @param value the number
   * @return a tensor that the caller closes
   */
  static Tensor scalar(float value) {
    return TFloat32.scalarOf(value);
  }

  /**
   * The elements of a tensor as floats.
   *
   * @param tensor of numbers
   * @param into where the elements go
   * @param offset the index of the first
   */
  static void read(Tensor tensor, float[] into, int offset) {
    int length = (int) tensor.shape().size();
    if (tensor instanceof TFloat32) {
      tensor.asRawTensor().data().asFloats().read(into, offset, length);
    } else {
      System.arraycopy(dense(tensor).floats(), 0, into, offset, length);
    }
  }

  /**
   * The value of a scalar.
   *
   * @param tensor of float32 or float64
   * @return its value
   */
  static double scalar(Tensor tensor) {
    return tensor instanceof TFloat64 doubles
        ? doubles.getDouble()
        : ((TFloat32) tensor).getFloat();
  }

  /**
   * The elements of a tensor with a name.
   *
   * @param name the name
   * @param shape the tensor's shape
   * @param tensor of float32, float64 or int64
   * @return a copy
   */
  static NamedArray read(String name, int[] shape, Tensor tensor) {
    int length = NamedArray.size(shape);
    if (tensor instanceof TFloat64) {
      double[] doubles = new double[length];
      tensor.asRawTensor().data().asDoubles().read(doubles);
      return new NamedArray(name, shape, doubles);
    }
    if (tensor instanceof TInt64) {
      long[] longs = new long[length];
      tensor.asRawTensor().data().asLongs().read(longs);
      return new NamedArray(name, shape, longs);
    }
    float[] floats = new float[length];
    tensor.asRawTensor().data().asFloats().read(floats);
    return new NamedArray(name, shape, floats);
  }

  /**
   * An array of any type.
   *
   * @param array shape and elements
   * @return a tensor that the caller closes
   */
  static Tensor of(DenseArray array) {
    Shape shape = shape(array.shape());
    return switch (array.type()) {
      case FLOAT32 -> TFloat32.tensorOf(shape, DataBuffers.of((float[]) array.values()));
      case FLOAT64 -> TFloat64.tensorOf(shape, DataBuffers.of((double[]) array.values()));
      case INT32 -> TInt32.tensorOf(shape, DataBuffers.of((int[]) array.values()));
      case INT64 -> TInt64.tensorOf(shape, DataBuffers.of((long[]) array.values()));
      case UINT8 -> TUint8.tensorOf(shape, DataBuffers.of((byte[]) array.values()));
      case BOOL -> TBool.tensorOf(shape, DataBuffers.of((boolean[]) array.values()));
      case STRING ->
        TString.tensorOfBytes(
            NdArrays.wrap(shape, DataBuffers.ofObjects((byte[][]) array.values())));
    };
  }

  /**
   * A tensor's shape and elements.
   *
   * @param tensor of one of the types that {@link DenseArray} has
   * @return a copy
   * @throws IllegalArgumentException if it is of another type, or larger than a Java array
   */
  static DenseArray dense(Tensor tensor) {
    long[] sizes = tensor.shape().asArray();
    int[] shape = new int[sizes.length];
    for (int axis = 0; axis < sizes.length; axis++) {
      shape[axis] = Math.toIntExact(sizes[axis]);
    }
    int length = NamedArray.size(shape);
    if (tensor instanceof TFloat32) {
      float[] values = new float[length];
      tensor.asRawTensor().data().asFloats().read(values);
      return DenseArray.of(values, shape);
    } else if (tensor instanceof TFloat64) {
      double[] values = new double[length];
      tensor.asRawTensor().data().asDoubles().read(values);
      return DenseArray.of(values, shape);
    } else if (tensor instanceof TInt32) {
      int[] values = new int[length];
      tensor.asRawTensor().data().asInts().read(values);
      return DenseArray.of(values, shape);
    } else if (tensor instanceof TInt64) {
      long[] values = new long[length];
      tensor.asRawTensor().data().asLongs().read(values);
      return DenseArray.of(values, shape);
    } else if (tensor instanceof TUint8) {
      byte[] values = new byte[length];
      tensor.asRawTensor().data().read(values);
      return DenseArray.of(values, shape);
    } else if (tensor instanceof TBool) {
      boolean[] values = new boolean[length];
      tensor.asRawTensor().data().asBooleans().read(values);
      return DenseArray.of(values, shape);
    } else if (tensor instanceof TString strings) {
      byte[][] values = new byte[length][];
      int[] next = {0};
      strings.asBytes().scalars().forEach(each -> values[next[0]++] = each.getObject());
      return DenseArray.of(values, shape);
    }
    throw new IllegalArgumentException("expected one of "
        + Arrays.toString(DenseArray.Type.values()) + ", received " + tensor.dataType());
  }

  static Tensor of(NamedArray value, Class<? extends TNumber> type) {
    Shape shape = shape(value.shape());
    if (type.equals(TFloat64.class)) {
      return TFloat64.tensorOf(shape, DataBuffers.of(value.toDoubles()));
    }
    if (type.equals(TInt64.class)) {
      return TInt64.tensorOf(shape, DataBuffers.of((long[]) value.values()));
    }
    return TFloat32.tensorOf(shape, DataBuffers.of(value.toFloats()));
  }

  static Shape shape(int... sizes) {
    long[] longs = new long[sizes.length];
    for (int i = 0; i < sizes.length; i++) {
      longs[i] = sizes[i];
    }
    return Shape.of(longs);
  }

  /**
   * A static shape but for the batch: a convolution of unknown shape may end the JVM.
   *
   * @param sample the shape of one sample
   * @return the shape with an unknown first axis
   */
  public static Shape batchShape(org.keraunos.base.Shape sample) {
    return shape(sample.toArray()).prepend(Shape.UNKNOWN_SIZE);
  }

  private static Shape batch(int rows, org.keraunos.base.Shape sample) {
    return shape(sample.toArray()).prepend(rows);
  }
}
