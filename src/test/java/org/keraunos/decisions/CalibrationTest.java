package org.keraunos.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.ScoreMatrix;
import org.keraunos.metrics.ProbabilityMetrics;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calibrations against scikit-learn's, and what holds of them whatever the data. */
class CalibrationTest {
  private static final Offset<Double> EXACT = Offset.offset(1e-12);
  private static final Offset<Double> FITTED = Offset.offset(1e-6);

  @Test
  void areScikitLearns() throws IOException {
    JsonNode goldens;
    try (InputStream in =
        new GZIPInputStream(CalibrationTest.class.getResourceAsStream("calibration.json.gz"))) {
      goldens = new JsonMapper().readTree(in);
    }
    assertThat(goldens.get("problems")).hasSize(3);
    for (JsonNode problem : goldens.get("problems")) {
      double[][] p = matrix(problem.get("p"));
      ScoreMatrix scores = ScoreMatrix.of(p);
      double[][] y = matrix(problem.get("y"));
      LabelMatrix truth = LabelMatrix.of(y);
      double[] grid = numbers(problem.get("grid"));
      int labels = truth.labels();
      double[] cells = new double[grid.length * labels];
      Arrays.setAll(cells, i -> grid[i / labels]);
      ScoreMatrix asked = ScoreMatrix.of(cells, grid.length, labels);

      Calibration isotonic = Calibration.fit(truth, scores, CalibrationMethod.ISOTONIC);
      Calibration platt = Calibration.fit(truth, scores, CalibrationMethod.PLATT);
      ScoreMatrix answered = isotonic.apply(asked);
      for (int j = 0; j < labels; j++) {
        int label = j;
        JsonNode column = problem.get("columns").get(j);
        double[] expected = numbers(column.get("isotonic"));
        for (int i = 0; i < grid.length; i++) {
          assertThat(answered.get(i, j)).isCloseTo(expected[i], EXACT);
        }
        double[] line = numbers(column.get("platt"));
        assertThat(platt.map(j)[0][0]).isCloseTo(line[0], FITTED);
        assertThat(platt.map(j)[1][0]).isCloseTo(line[1], FITTED);
        double[] logits =
            Arrays.stream(p).mapToDouble(row -> LogitFit.logit(row[label])).toArray();
        double[] targets = Arrays.stream(y).mapToDouble(row -> row[label]).toArray();
        assertThat(LogitFit.fit(logits, targets, true))
            .containsExactly(numbers(column.get("logistic")), Offset.offset(1e-5));
      }
      Calibration temperature = Calibration.fit(truth, scores, CalibrationMethod.TEMPERATURE);
      assertThat(temperature.map(0)[0][0]).isCloseTo(problem.get("slope").doubleValue(), FITTED);
      assertThat(temperature.map(labels - 1)[1][0]).isZero();
    }
  }

  /** Probabilities that are too sure of themselves, of labels that differ. */
  private static double[][][] sure(Random random, int rows) {
    double[][] p = new double[rows][3];
    double[][] y = new double[rows][3];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < 3; j++) {
        double logit = 2 * random.nextGaussian();
        y[i][j] = random.nextDouble() < LogitFit.sigmoid(logit / 3 - 0.3 * j) ? 1 : 0;
        p[i][j] = LogitFit.sigmoid(logit);
        if (random.nextInt(10) == 0) {
          y[i][j] = Double.NaN;
        }
      }
    }
    return new double[][][] {p, y};
  }

  @ParameterizedTest
  @EnumSource
  void errorsGrowLess(CalibrationMethod method) {
    long seed = 11;
    Random random = new Random(seed);
    double[][][] fitted = sure(random, 1500);
    double[][][] fresh = sure(random, 3000);
    LabelMatrix truth = LabelMatrix.of(fitted[1]);
    ScoreMatrix scores = ScoreMatrix.of(fitted[0]);
    Calibration.CrossFitted made = Calibration.crossFitted(truth, scores, method, seed);
    ScoreMatrix other = ScoreMatrix.of(fresh[0]);
    LabelMatrix otherTruth = LabelMatrix.of(fresh[1]);
    ScoreMatrix calibrated = made.calibration().apply(other);
    double before = mean(ProbabilityMetrics.expectedCalibrationErrorPerLabel(otherTruth, other));
    double after =
        mean(ProbabilityMetrics.expectedCalibrationErrorPerLabel(otherTruth, calibrated));
    double said =
        mean(ProbabilityMetrics.expectedCalibrationErrorPerLabel(truth, made.outOfFold()));
    // One temperature for all leaves the labels' own shifts.
    assertThat(after).as("seed %d", seed).isLessThan(before * 0.7);
    // What cross-fitting says does not flatter, but for chance.
    assertThat(said).as("seed %d", seed).isGreaterThan(after - 0.02);
    assertThat(mean(ProbabilityMetrics.logLossPerLabel(otherTruth, calibrated)))
        .isLessThan(mean(ProbabilityMetrics.logLossPerLabel(otherTruth, other)));
    for (int j = 0; j < 3; j++) {
      double last = -1;
      for (int i = 0; i <= 100; i++) {
        double[] row = new double[3];
        Arrays.fill(row, i / 100.0);
        double p = made.calibration().apply(ScoreMatrix.of(row, 1, 3)).get(0, j);
        assertThat(p).isBetween(Math.max(0, last), 1.0);
        last = p;
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNeverKnownStaysAsItIs(CalibrationMethod method) {
    LabelMatrix truth = LabelMatrix.of(new double[][] {{0, Double.NaN}, {1, Double.NaN}});
    ScoreMatrix scores = ScoreMatrix.of(new double[][] {{.4, .3}, {.7, .9}});
    ScoreMatrix made = Calibration.fit(truth, scores, method).apply(scores);
    if (method != CalibrationMethod.TEMPERATURE) {
      assertThat(made.get(0, 1)).isCloseTo(.3, EXACT);
      assertThat(made.get(1, 1)).isCloseTo(.9, EXACT);
    }
    assertThat(made.get(0, 0)).isLessThan(made.get(1, 0));
    assertThatThrownBy(() ->
            Calibration.fit(truth, scores, method).apply(ScoreMatrix.of(new double[][] {{.4}})))
        .hasMessage("probabilities: expected 2 labels, received 1");
    assertThatThrownBy(() ->
            Calibration.fit(truth, ScoreMatrix.of(new double[][] {{2, 0}, {0, 0}}), method))
        .hasMessage("probabilities[0][0]: expected 0 to 1, received 2.0");
  }

  /** Whatever the rows say: ties, labels of one class, probabilities of 0 and 1. */
  @Test
  void isotonicIsRightOnItsRowsAndOrderIsKept() {
    for (long seed = 1; seed <= 30; seed++) {
      Random random = new Random(seed);
      int rows = 2 + random.nextInt(60);
      int steps = 1 + random.nextInt(30);
      double[][] p = new double[rows][2];
      double[][] y = new double[rows][2];
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < 2; j++) {
          p[i][j] = (float) random.nextInt(steps + 1) / steps;
          y[i][j] = random.nextInt(2);
        }
      }
      LabelMatrix truth = LabelMatrix.of(y);
      ScoreMatrix scores = ScoreMatrix.of(p);
      for (CalibrationMethod method : CalibrationMethod.values()) {
        Calibration calibration = Calibration.fit(truth, scores, method);
        ScoreMatrix made = calibration.apply(scores);
        for (int j = 0; j < 2; j++) {
          double slope = method == CalibrationMethod.ISOTONIC ? 1 : calibration.map(j)[0][0];
          for (int i = 1; i < rows; i++) {
            double rise =
                Math.signum(slope) * (p[i][j] - p[0][j]) * (made.get(i, j) - made.get(0, j));
            assertThat(rise).as("seed %d, %s", seed, method).isGreaterThanOrEqualTo(0);
          }
        }
        if (method == CalibrationMethod.ISOTONIC) {
          double[] before = ProbabilityMetrics.expectedCalibrationErrorPerLabel(truth, scores);
          double[] after = ProbabilityMetrics.expectedCalibrationErrorPerLabel(truth, made);
          for (int j = 0; j < 2; j++) {
            assertThat(after[j]).as("seed %d", seed).isLessThanOrEqualTo(before[j] + 1e-9);
          }
        }
        float[] floats = new float[rows * 2];
        for (int i = 0; i < floats.length; i++) {
          floats[i] = (float) p[i / 2][i % 2];
        }
        calibration.applyTo(floats, rows, false);
        for (int i = 0; i < floats.length; i++) {
          assertThat((double) floats[i]).isCloseTo(made.get(i / 2, i % 2), Offset.offset(1e-7));
        }
        assertThat(Calibration.of(method, List.of(calibration.map(0), calibration.map(1))))
            .isEqualTo(calibration)
            .hasSameHashCodeAs(calibration);
      }
    }
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double[][] matrix(JsonNode rows) {
    double[][] matrix = new double[rows.size()][];
    Arrays.setAll(matrix, i -> numbers(rows.get(i)));
    return matrix;
  }

  private static double[] numbers(JsonNode row) {
    double[] numbers = new double[row.size()];
    Arrays.setAll(numbers, j -> row.get(j).doubleValue());
    return numbers;
  }
}
