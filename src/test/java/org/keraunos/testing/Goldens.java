package org.keraunos.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.keraunos.base.NamedArray;
import org.keraunos.data.npy.NpyArray;
import org.keraunos.data.npy.Npz;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the scripts in src/test/python made with the real Keras, and how near to it is near enough.
 */
public final class Goldens {
  /** Float32: single small entries of two runs of Keras itself differ by as much. */
  public static final double FLOAT32 = 1e-5;

  private Goldens() {}

  public static Npz open(String name) {
    try {
      return Npz.open(
          Path.of(Goldens.class.getResource("/org/keraunos/parity/" + name).toURI()));
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  public static List<Map<String, Object>> index(String name) {
    try (InputStream in = Goldens.class.getResourceAsStream("/org/keraunos/parity/" + name)) {
      assertThat(in).as("the golden file parity/" + name).isNotNull();
      return JsonMapper.shared().readValue(in, new TypeReference<List<Map<String, Object>>>() {});
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** What a configuration is once it was written and read. */
  public static Map<String, Object> throughJson(Map<String, Object> config) {
    JsonMapper json = JsonMapper.shared();
    return json.readValue(
        json.writeValueAsString(config), new TypeReference<Map<String, Object>>() {});
  }

  public static NamedArray named(String name, NpyArray array) {
    return new NamedArray(name, array.shape(), array.values());
  }

  /** |a - b| <= tolerance (|b| + max|b|), element by element; NaN is near nothing. */
  public static void assertClose(
      String what, double[] actual, double[] expected, double tolerance) {
    assertClose(what, actual, expected, tolerance, 0);
  }

  /** |a - b| <= tolerance (|b| + max|b|) + rounding, element by element; NaN is near nothing. */
  public static void assertClose(
      String what, double[] actual, double[] expected, double tolerance, double rounding) {
    assertThat(actual.length).as(what + ": number of values").isEqualTo(expected.length);
    double largest = 0;
    for (double value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < expected.length; i++) {
      double apart = Math.abs(actual[i] - expected[i]);
      if (!(apart <= tolerance * (Math.abs(expected[i]) + largest) + rounding)) {
        throw new AssertionError(
            "%s[%d]: expected %s +- %s (|b| + %s), received %s: apart by %.3g of that"
                .formatted(
                    what,
                    i,
                    expected[i],
                    tolerance,
                    largest,
                    actual[i],
                    apart / (Math.abs(expected[i]) + largest)));
      }
    }
  }
}
