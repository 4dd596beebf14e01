package org.keraunos.data.npy;

/** Turns values whose first axis runs fastest into C order, where the last does. */
final class FortranOrder {
  private FortranOrder() {}

  static Object toC(Object from, int[] shape, Object to) {
    int axes = shape.length;
    int[] stride = new int[axes];
    int size = 1;
    for (int a = 0; a < axes; a++) {
      stride[a] = size;
      size *= shape[a];
    }
    int[] index = new int[axes];
    int source = 0;
    for (int target = 0; target < size; target++) {
      copy(from, source, to, target);
      for (int a = axes - 1; a >= 0; a--) {
        source += stride[a];
        if (++index[a] < shape[a]) {
          break;
        }
        source -= stride[a] * shape[a];
        index[a] = 0;
      }
    }
    return to;
  }

  private static void copy(Object from, int source, Object to, int target) {
    if (from instanceof byte[] a) {
      ((byte[]) to)[target] = a[source];
    } else if (from instanceof float[] a) {
      ((float[]) to)[target] = a[source];
    } else if (from instanceof double[] a) {
      ((double[]) to)[target] = a[source];
    } else if (from instanceof short[] a) {
      ((short[]) to)[target] = a[source];
    } else if (from instanceof int[] a) {
      ((int[]) to)[target] = a[source];
    } else if (from instanceof long[] a) {
      ((long[]) to)[target] = a[source];
    }
  }
}
