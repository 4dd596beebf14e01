package org.keraunos.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.DataException;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.ScoreMatrix;
import org.keraunos.data.npy.Npy;
import org.keraunos.data.npy.NpyArray;
import org.keraunos.data.npy.NpyType;
import org.keraunos.metrics.Average;
import org.keraunos.metrics.Option;
import org.keraunos.metrics.Warnings;
import org.keraunos.metrics.ZeroDivision;

/** The matrices of one request, read and checked, and its options as the metrics take them. */
final class MetricsInput {
  private static final double CUT = 0.5;

  private final MetricsRequest request;
  private final LabelMatrix truth;
  private final LabelMatrix predicted;
  private final @Nullable ScoreMatrix scores;
  private final double @Nullable [] weights;
  private Warnings warnings = Warnings.collect();

  private MetricsInput(
      MetricsRequest request,
      LabelMatrix truth,
      LabelMatrix predicted,
      @Nullable ScoreMatrix scores,
      double @Nullable [] weights) {
    this.request = request;
    this.truth = truth;
    this.predicted = predicted;
    this.scores = scores;
    this.weights = weights;
  }

  static MetricsInput read(MetricsRequest request) {
    Path truthFile = Objects.requireNonNull(request.truth);
    LabelMatrix truth = labels("y_true", truthFile, true);
    String shape = truth.rows() + " x " + truth.labels() + " as y_true";
    ScoreMatrix scores = null;
    if (request.scores != null) {
      scores = scores(request.scores);
      Check.argument(
          scores.rows() == truth.rows() && scores.labels() == truth.labels(),
          "y_score",
          shape,
          scores.rows() + " x " + scores.labels());
    }
    LabelMatrix predicted;
    if (request.predicted != null) {
      predicted = labels("y_pred", request.predicted, false);
      Check.argument(
          predicted.rows() == truth.rows() && predicted.labels() == truth.labels(),
          "y_pred",
          shape,
          predicted.rows() + " x " + predicted.labels());
    } else {
      predicted =
          Objects.requireNonNull(scores).above(request.threshold == null ? CUT : request.threshold);
    }
    double[] weights = null;
    if (request.sampleWeight != null) {
      weights = weights(request.sampleWeight, truth.rows());
    }
    MetricsInput input = new MetricsInput(request, truth, predicted, scores, weights);
    input.checkLabels();
    return input;
  }

  private void checkLabels() {
    checkIndices("labels", request.labels, columns() == 1 ? 2 : columns());
    checkIndices("curve_labels", request.curveLabels, columns());
    boolean known = false;
    for (byte cell : truth.flat()) {
      if (cell >= 0) {
        known = true;
        break;
      }
    }
    Check.argument(known, "y_true", "at least one known label", "NaN only");
    if (request.average == Average.BINARY) {
      Check.argument(
          columns() == 1,
          "average",
          "micro, macro, weighted, samples or none for several columns",
          "binary, with " + columns());
      Check.argument(
          request.labels == null,
          "labels",
          "none with average binary, which is the class 1",
          request.labels == null ? "none" : request.labels);
    }
    if (request.targetNames != null) {
      int wanted = reported().length;
      boolean named = columns() == 1 && request.targetNames.size() == 1;
      Check.argument(
          named || request.targetNames.size() == wanted,
          "target_names",
          wanted + " names, one a label reported",
          request.targetNames.size());
    }
  }

  private static void checkIndices(String argument, int @Nullable [] indices, int limit) {
    for (int index : indices == null ? new int[0] : indices) {
      Check.argument(index < limit, argument, "indices below " + limit, index);
    }
  }

  private static LabelMatrix labels(String argument, Path file, boolean unknowns) {
    NpyArray array = matrix(argument, file);
    int rows = array.shape()[0];
    int columns = columns(array);
    Object values = array.values();
    if (values instanceof byte[] bytes) {
      for (byte value : bytes) {
        if ((value & ~1) != 0) {
          int read = array.type() == NpyType.UINT8 ? Byte.toUnsignedInt(value) : value;
          throw Check.bad(argument, "0 and 1 only", read);
        }
      }
      return LabelMatrix.of(bytes, rows, columns);
    }
    double[] doubles = array.toDoubles();
    byte[] cells = new byte[doubles.length];
    for (int i = 0; i < cells.length; i++) {
      double value = doubles[i];
      if (Double.isNaN(value) && unknowns) {
        cells[i] = LabelMatrix.UNKNOWN;
      } else if (value == 0 || value == 1) {
        cells[i] = (byte) value;
      } else {
        throw Check.bad(
            argument + "[" + i / columns + "][" + i % columns + "]",
            unknowns ? "0, 1 or NaN" : "0 or 1",
            value);
      }
    }
    return LabelMatrix.of(cells, rows, columns);
  }

  private static ScoreMatrix scores(Path file) {
    NpyArray array = matrix("y_score", file);
    Check.argument(array.type() != NpyType.BOOL, "y_score", "numbers", "bool in " + file);
    int rows = array.shape()[0];
    try {
      return array.values() instanceof float[] floats
          ? ScoreMatrix.of(floats, rows, columns(array))
          : ScoreMatrix.of(array.toDoubles(), rows, columns(array));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          String.valueOf(e.getMessage()).replaceFirst("^scores", "y_score"), e);
    }
  }

  private static double[] weights(Path file, int rows) {
    NpyArray array = read("sample_weight", file);
    Check.argument(
        array.shape().length == 1 && array.shape()[0] == rows,
        "sample_weight",
        "shape [" + rows + "], one number a row",
        array.shape());
    double[] weights = array.toDoubles();
    boolean positive = false;
    for (double weight : weights) {
      Check.argument(
          weight >= 0 && Double.isFinite(weight), "sample_weight", "finite numbers >= 0", weight);
      positive |= weight > 0;
    }
    Check.argument(positive, "sample_weight", "at least one non-zero number", "zeros only");
    return weights;
  }

  private static NpyArray matrix(String argument, Path file) {
    NpyArray array = read(argument, file);
    int[] shape = array.shape();
    Check.argument(shape.length == 1 || shape.length == 2, argument, "shape (rows, labels)", shape);
    Check.argument(array.size() > 0, argument, "at least 1 x 1", shape);
    return array;
  }

  private static NpyArray read(String argument, Path file) {
    try {
      NpyArray array = Npy.read(file);
      if (array.type() == NpyType.FLOAT16) {
        throw new DataException(
            file, "expected bool, integers, float32 or float64, received float16");
      }
      return array;
    } catch (DataException e) {
      throw new IllegalArgumentException(argument + ": " + e.getMessage(), e);
    }
  }

  private static int columns(NpyArray array) {
    return array.shape().length == 1 ? 1 : array.shape()[1];
  }

  MetricsRequest request() {
    return request;
  }

  LabelMatrix truth() {
    return truth;
  }

  LabelMatrix predicted() {
    return predicted;
  }

  ScoreMatrix scores() {
    return Objects.requireNonNull(scores);
  }

  int columns() {
    return truth.labels();
  }

  @Nullable
  Average average() {
    return request.average;
  }

  Average averageOrMacro() {
    return request.average == null ? Average.MACRO : request.average;
  }

  void warnTo(Warnings sink) {
    warnings = sink;
  }

  /** Sample weight and where warnings go: what every figure has. */
  Option weight() {
    double[] given = weights;
    return given == null
        ? o -> o.warnings(warnings)
        : o -> o.warnings(warnings).sampleWeight(given);
  }

  Option labels() {
    int[] given = request.labels;
    return given == null ? o -> {} : o -> o.labels(given);
  }

  /** What precision, recall, F, Jaccard and the reports have, but for the average. */
  Option rate() {
    ZeroDivision zeroDivision = request.zeroDivision;
    return o -> {
      weight().set(o);
      labels().set(o);
      o.zeroDivision(zeroDivision);
    };
  }

  Option names() {
    return request.targetNames == null
        ? o -> {}
        : o -> o.targetNames(Objects.requireNonNull(request.targetNames).toArray(String[]::new));
  }

  Option gain() {
    return o -> {
      o.k(request.k);
      if (request.ignoreTies) {
        o.ignoreTies();
      }
    };
  }

  Option discount() {
    return o -> o.logBase(request.logBase);
  }

  Option area() {
    return o -> o.maxFpr(request.maxFpr);
  }

  Option bins() {
    return o -> o.bins(request.bins).binStrategy(request.binStrategy);
  }

  Option drop() {
    Boolean given = request.dropIntermediate;
    return given == null ? o -> {} : o -> o.dropIntermediate(given);
  }

  int[] curveLabels() {
    return request.curveLabels == null ? range(columns()) : request.curveLabels;
  }

  /** What the rows of figures a label are: columns, or with one column the classes that occur. */
  int[] reported() {
    if (request.labels != null) {
      return request.labels;
    }
    if (columns() > 1) {
      return range(columns());
    }
    boolean[] occurs = new boolean[2];
    for (int i = 0; i < truth.rows(); i++) {
      if (truth.get(i, 0) >= 0) {
        occurs[truth.get(i, 0)] = true;
        occurs[predicted.get(i, 0)] = true;
      }
    }
    return occurs[0] && occurs[1] ? range(2) : new int[] {occurs[0] ? 0 : 1};
  }

  private static int[] range(int end) {
    int[] range = new int[end];
    Arrays.setAll(range, i -> i);
    return range;
  }
}
