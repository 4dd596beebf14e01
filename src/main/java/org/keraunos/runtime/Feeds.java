package org.keraunos.runtime;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keraunos.base.DenseArray;
import org.keraunos.base.NamedArray;
import org.keraunos.base.Shape;
import org.tensorflow.Operand;
import org.tensorflow.Tensor;
import org.tensorflow.types.family.TNumber;

/**
 * What placeholders hold in one run, as native tensors that live and die with this: each array is
 * copied once, and freed when this is closed.
 */
public final class Feeds implements AutoCloseable {
  private final Map<Operand<?>, Tensor> tensors = new LinkedHashMap<>();

  /** Nothing yet. */
  public Feeds() {}

  /**
   * Feeds a batch of bytes.
   *
   * @param port the placeholder
   * @param values flat, row-major; only the first {@code rows} samples are taken
   * @param rows the number of samples
   * @param sample the shape of one sample
   */
  public void bytes(Operand<?> port, byte[] values, int rows, Shape sample) {
    put(port, Tensors.bytes(values, rows, sample));
  }

  /**
   * Feeds a batch of floats.
   *
   * @param port the placeholder
   * @param values flat, row-major; only the first {@code rows} samples are taken
   * @param rows the number of samples
   * @param sample the shape of one sample
   */
  public void floats(Operand<?> port, float[] values, int rows, Shape sample) {
    put(port, Tensors.floats(values, rows, sample));
  }

  /**
   * Feeds a number.
   *
   * @param port the placeholder of a float32 scalar
   * @param value the number
   */
  public void scalar(Operand<?> port, float value) {
    put(port, Tensors.scalar(value));
  }

  /**
   * Feeds byte strings, for example encoded images.
   *
   * @param port the placeholder of a vector
   * @param values the strings, at least one
   */
  public void strings(Operand<?> port, List<byte[]> values) {
    put(port, Tensors.strings(values));
  }

  /**
   * Feeds integers.
   *
   * @param port the placeholder of an int32 vector
   * @param values the integers
   */
  public void ints(Operand<?> port, int... values) {
    put(port, Tensors.ints(values));
  }

  /**
   * Feeds a batch of integers.
   *
   * @param port the placeholder
   * @param values flat, row-major; only the first {@code rows} samples are taken
   * @param rows the number of samples
   * @param sample the shape of one sample
   */
  public void integers(Operand<?> port, int[] values, int rows, Shape sample) {
    put(port, Tensors.integers(values, rows, sample));
  }

  /**
   * Feeds an array of any type.
   *
   * @param port the placeholder
   * @param value shape and values
   * @param type the placeholder's type
   */
  public void array(Operand<?> port, NamedArray value, Class<? extends TNumber> type) {
    put(port, Tensors.of(value, type));
  }

  /**
   * Feeds an array as it is.
   *
   * @param port the placeholder
   * @param array of the placeholder's type
   */
  public void array(Operand<?> port, DenseArray array) {
    put(port, Tensors.of(array));
  }

  void variable(Variable variable, NamedArray value) {
    put(variable.feed(), Tensors.of(value, variable.type()));
  }

  Map<Operand<?>, Tensor> tensors() {
    return tensors;
  }

  private void put(Operand<?> port, Tensor tensor) {
    Tensor before = tensors.put(port, tensor);
    if (before != null) {
      before.close();
    }
  }

  /** Frees the tensors; a second call does nothing. */
  @Override
  public void close() {
    tensors.values().forEach(Tensor::close);
    tensors.clear();
  }
}
