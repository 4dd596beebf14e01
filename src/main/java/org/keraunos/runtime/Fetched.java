package org.keraunos.runtime;

import org.keraunos.base.DenseArray;
import org.keraunos.base.NamedArray;
import org.tensorflow.Result;

/**
 * What one run gave, as native tensors that are freed when this is closed; values are copied out.
 */
public final class Fetched implements AutoCloseable {
  private final Result result;

  Fetched(Result result) {
    this.result = result;
  }

  /**
   * A fetched scalar.
   *
   * @param index its place among the fetches; float32 or float64
   * @return its value
   */
  public double scalar(int index) {
    return Tensors.scalar(result.get(index));
  }

  /**
   * Copies a fetched array of any shape.
   *
   * @param index its place among the fetches; of numbers
   * @param into where the elements go, row-major
   * @param offset the index of the first
   */
  public void read(int index, float[] into, int offset) {
    Tensors.read(result.get(index), into, offset);
  }

  /**
   * Copies a fetched array of bytes of any shape.
   *
   * @param index its place among the fetches; uint8
   * @param into where the elements go, row-major
   * @param offset the index of the first
   */
  public void read(int index, byte[] into, int offset) {
    Tensors.read(result.get(index), into, offset);
  }

  /**
   * A fetched array with a name.
   *
   * @param index its place among the fetches; float32, float64 or int64
   * @param name the name
   * @param shape its shape
   * @return a copy
   */
  public NamedArray array(int index, String name, int... shape) {
    return Tensors.read(name, shape, result.get(index));
  }

  /**
   * A fetched array as it came.
   *
   * @param index its place among the fetches
   * @return a copy
   * @throws IllegalArgumentException if its type has no Java array here
   */
  public DenseArray dense(int index) {
    return Tensors.dense(result.get(index));
  }

  /** Frees the tensors. */
  @Override
  public void close() {
    result.close();
  }
}
