package org.keraunos.base;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists of named arrays: what training states, weights and files consist of. */
public final class NamedArrays {
  private NamedArrays() {}

  /**
   * An array of a list.
   *
   * @param arrays the list
   * @param name the array's name
   * @return the array
   * @throws IllegalArgumentException if there is none
   */
  public static NamedArray get(List<NamedArray> arrays, String name) {
    return find(arrays, name)
        .orElseThrow(() -> Check.bad(
            "state", "an array " + name, arrays.stream().map(NamedArray::name).toList()));
  }

  /**
   * An array of a list, if it is there.
   *
   * @param arrays the list
   * @param name the array's name
   * @return the array
   */
  public static Optional<NamedArray> find(List<NamedArray> arrays, String name) {
    return arrays.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /**
   * A vector.
   *
   * @param name its name
   * @param values not copied
   * @return the array
   */
  public static NamedArray of(String name, double... values) {
    return new NamedArray(name, new int[] {values.length}, values);
  }

  /**
   * A vector of whole numbers.
   *
   * @param name its name
   * @param values not copied
   * @return the array
   */
  public static NamedArray of(String name, long... values) {
    return new NamedArray(name, new int[] {values.length}, values);
  }

  /**
   * The same arrays with something before their names.
   *
   * @param prefix what stands before
   * @param arrays the arrays
   * @return new arrays over the same values
   */
  public static List<NamedArray> below(String prefix, List<NamedArray> arrays) {
    return arrays.stream()
        .map(each -> new NamedArray(prefix + each.name(), each.shape(), each.values()))
        .toList();
  }

  /**
   * Those of some arrays whose names start with something, without it.
   *
   * @param prefix what their names start with
   * @param arrays the arrays
   * @return new arrays over the same values, in the same order
   */
  public static List<NamedArray> from(String prefix, List<NamedArray> arrays) {
    List<NamedArray> own = new ArrayList<>();
    for (NamedArray each : arrays) {
      if (each.name().startsWith(prefix)) {
        own.add(
            new NamedArray(each.name().substring(prefix.length()), each.shape(), each.values()));
      }
    }
    return own;
  }

  /**
   * Where two lists part.
   *
   * @param one a list
   * @param other another
   * @return a sentence on the first difference; empty if there is none, bit for bit
   */
  public static Optional<String> firstDifference(List<NamedArray> one, List<NamedArray> other) {
    for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
      if (i >= one.size() || i >= other.size()) {
        boolean first = i < one.size();
        return Optional.of("only " + (first ? "the first" : "the second") + " has "
            + (first ? one : other).get(i));
      }
      NamedArray a = one.get(i);
      NamedArray b = other.get(i);
      if (!a.equals(b)) {
        return Optional.of(difference(a, b));
      }
    }
    return Optional.empty();
  }

  private static String difference(NamedArray a, NamedArray b) {
    if (!a.toString().equals(b.toString())
        || a.values().getClass() != b.values().getClass()) {
      return a + " against " + b;
    }
    double[] x = a.toDoubles();
    double[] y = b.toDoubles();
    for (int i = 0; i < x.length; i++) {
      if (Double.doubleToRawLongBits(x[i]) != Double.doubleToRawLongBits(y[i])) {
        return a.name() + " at " + i + ": " + x[i] + " against " + y[i];
      }
    }
    return a.name() + " differs";
  }
}
