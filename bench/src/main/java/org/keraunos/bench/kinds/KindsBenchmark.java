package org.keraunos.bench.kinds;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Layers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Times one call of a layer: standard input holds requests, one a line as JSON, answered with
 * {@code forward<TAB>backward} in milliseconds, or with {@code -<TAB>reason}.
 *
 * <p>A request: {@code module}, {@code class_name}, {@code config}, {@code rows}, {@code inputs}
 * (a list of shapes without the rows), {@code integers} (the number of values of whole-number
 * inputs, 0 for floats), {@code trace} (true: answers with the ops that take longest instead).
 */
public final class KindsBenchmark {
  private static final JsonMapper JSON = new JsonMapper();

  private KindsBenchmark() {}

  /**
   * Answers until standard input ends.
   *
   * @param arguments none
   * @throws IOException if standard input cannot be read
   */
  public static void main(String... arguments) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.println(answer(JSON.readTree(line)));
    }
    System.exit(0);
  }

  private static String answer(JsonNode request) {
    List<int[]> shapes = new ArrayList<>();
    request.get("inputs").forEach(shape -> shapes.add(JSON.convertValue(shape, int[].class)));
    try (KindCall call = new KindCall(
        layer(request),
        request.get("rows").asInt(),
        shapes,
        request.get("integers").asInt())) {
      if (request.path("trace").asBoolean()) {
        return call.trace();
      }
      return String.format(Locale.ROOT, "%.4f\t%.4f", call.forward(), call.backward());
    } catch (IllegalArgumentException | IllegalStateException e) {
      return "-\t" + String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
    }
  }

  @SuppressWarnings("unchecked")
  private static Layer layer(JsonNode request) {
    Map<String, Object> config = JSON.convertValue(request.get("config"), Map.class);
    return Layers.registry()
        .kind(
            request.get("module").asString(),
            request.get("class_name").asString(),
            null,
            "layer class")
        .read(config);
  }

  /** {@return the median of some times} */
  static double median(double... times) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
