package org.keraunos.saving;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.DataException;
import org.keraunos.decisions.Calibration;
import org.keraunos.decisions.CalibrationMethod;

/**
 * A calibration in a model card: {@code method}, and of temperature and Platt a {@code slope} and a
 * {@code shift} a label, of isotonic the {@code points} of a label, {@code x} and {@code y}.
 */
final class CalibrationJson {
  private static final String KEY = "outputs.calibration";

  private final Path file;

  CalibrationJson(Path file) {
    this.file = file;
  }

  static Map<String, Object> write(Calibration calibration) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("method", calibration.method().spelled());
    List<Object> slopes = new ArrayList<>();
    List<Object> shifts = new ArrayList<>();
    List<Object> points = new ArrayList<>();
    for (int j = 0; j < calibration.labels(); j++) {
      double[][] map = calibration.map(j);
      slopes.add(map[0][0]);
      shifts.add(map[1][0]);
      Map<String, Object> of = new LinkedHashMap<>();
      of.put("x", map[0]);
      of.put("y", map[1]);
      points.add(of);
    }
    if (calibration.method() == CalibrationMethod.ISOTONIC) {
      json.put("points", points);
    } else {
      json.put("slope", slopes);
      json.put("shift", shifts);
    }
    return json;
  }

  /**
   * Reads what {@link #write} gave.
   *
   * @throws DataException if it is none, or a number is out of range
   */
  Calibration read(Map<String, Object> json) {
    CalibrationMethod method;
    try {
      method = CalibrationMethod.of(String.valueOf(json.get("method")));
    } catch (IllegalArgumentException e) {
      throw new DataException(file, KEY + ".method", String.valueOf(e.getMessage()), e);
    }
    List<double[][]> maps = new ArrayList<>();
    if (method == CalibrationMethod.ISOTONIC) {
      for (Object each : list(".points", json.get("points"))) {
        if (!(each instanceof Map<?, ?> of)) {
          throw bad(".points", "objects with x and y", each);
        }
        maps.add(
            new double[][] {numbers(".points.x", of.get("x")), numbers(".points.y", of.get("y"))});
      }
    } else {
      double[] slopes = numbers(".slope", json.get("slope"));
      double[] shifts = numbers(".shift", json.get("shift"));
      if (slopes.length != shifts.length) {
        throw bad(".shift", slopes.length + " numbers, as slopes", shifts.length);
      }
      for (int j = 0; j < slopes.length; j++) {
        maps.add(new double[][] {{slopes[j]}, {shifts[j]}});
      }
    }
    try {
      return Calibration.of(method, maps);
    } catch (IllegalArgumentException e) {
      throw new DataException(file, KEY, String.valueOf(e.getMessage()), e);
    }
  }

  private double[] numbers(String key, @Nullable Object value) {
    List<?> list = list(key, value);
    double[] numbers = new double[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      if (!(list.get(i) instanceof Number number) || !Double.isFinite(number.doubleValue())) {
        throw bad(key, "finite numbers", list.get(i));
      }
      numbers[i] = number.doubleValue();
    }
    return numbers;
  }

  private List<?> list(String key, @Nullable Object value) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw bad(key, "a list", value);
  }

  private DataException bad(String key, String expected, @Nullable Object received) {
    return new DataException(
        file,
        KEY + key,
        "expected " + expected + ", received " + (received == null ? "none" : received));
  }
}
