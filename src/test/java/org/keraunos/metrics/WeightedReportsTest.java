package org.keraunos.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.keraunos.metrics.LabelMetrics.accuracyScore;
import static org.keraunos.metrics.LabelMetrics.classificationReport;
import static org.keraunos.metrics.LabelMetrics.jaccardScore;
import static org.keraunos.metrics.LabelMetrics.jaccardScorePerLabel;
import static org.keraunos.metrics.LabelMetrics.multilabelConfusionMatrix;
import static org.keraunos.metrics.LabelMetrics.precisionRecallFscoreSupport;
import static org.keraunos.metrics.LabelMetrics.precisionRecallFscoreSupportPerLabel;
import static org.keraunos.metrics.LabelMetrics.zeroOneLoss;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.keraunos.base.LabelMatrix;

/**
 * Reports, rates, averages and accuracies of weighted rows, to the last digit;
 * src/test/python/metrics_reports.py.
 */
class WeightedReportsTest {
  @Test
  void twoThousandReportsAreScikitLearnsToTheCharacter() throws IOException {
    List<String> wrong = new ArrayList<>();
    int problems = 0;
    try (BufferedReader in = new BufferedReader(new InputStreamReader(
        new GZIPInputStream(WeightedReportsTest.class.getResourceAsStream("reports.txt.gz")),
        StandardCharsets.US_ASCII))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] fields = line.split(" ");
        String text = text(fields);
        if (!hash(text).equals(fields[7])) {
          wrong.add("metrics_reports.py --show " + problems + " says otherwise than\n" + text);
        }
        problems++;
      }
    }
    assertThat(problems).isEqualTo(2000);
    assertThat(wrong.stream().limit(2)).as("%d differ", wrong.size()).isEmpty();
  }

  private static String text(String[] fields) {
    int rows = Integer.parseInt(fields[0]);
    int labels = Integer.parseInt(fields[1]);
    ZeroDivision zero = switch (fields[2]) {
      case "0" -> ZeroDivision.ZERO;
      case "1" -> ZeroDivision.ONE;
      default -> ZeroDivision.NAN;
    };
    LabelMatrix t = cells(fields[4], rows, labels);
    LabelMatrix p = cells(fields[5], rows, labels);
    double[] weights =
        Arrays.stream(fields[6].split(",")).mapToDouble(Double::parseDouble).toArray();
    Option w = o -> o.sampleWeight(weights);
    List<String> lines = new ArrayList<>();
    lines.add(classificationReport(t, p, zero, w).text(Integer.parseInt(fields[3])));
    List<PrecisionRecallFscoreSupport> each =
        precisionRecallFscoreSupportPerLabel(t, p, 2, zero, w);
    lines.add(shown(each, PrecisionRecallFscoreSupport::precision));
    lines.add(shown(each, PrecisionRecallFscoreSupport::recall));
    lines.add(shown(each, PrecisionRecallFscoreSupport::fscore));
    lines.add(shown(each, PrecisionRecallFscoreSupport::support));
    lines.add(shown(jaccardScorePerLabel(t, p, ZeroDivision.ZERO, w)));
    for (Average average :
        List.of(Average.MICRO, Average.MACRO, Average.WEIGHTED, Average.SAMPLES)) {
      if (average != Average.SAMPLES || labels > 1) {
        PrecisionRecallFscoreSupport all = precisionRecallFscoreSupport(t, p, 2, average, zero, w);
        lines.add(shown(all.precision()));
        lines.add(shown(all.recall()));
        lines.add(shown(all.fscore()));
        lines.add(shown(jaccardScore(t, p, average, ZeroDivision.ZERO, w)));
      }
    }
    lines.add(shown(accuracyScore(t, p, w)));
    lines.add(shown(zeroOneLoss(t, p, w)));
    lines.add(shown(Arrays.stream(multilabelConfusionMatrix(t, p, w))
        .flatMap(Arrays::stream)
        .flatMapToDouble(Arrays::stream)
        .toArray()));
    return String.join("\n", lines);
  }

  private static LabelMatrix cells(String text, int rows, int labels) {
    byte[] cells = new byte[text.length()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = (byte) (text.charAt(i) - '0');
    }
    return LabelMatrix.of(cells, rows, labels);
  }

  private static String shown(
      List<PrecisionRecallFscoreSupport> each,
      ToDoubleFunction<PrecisionRecallFscoreSupport> what) {
    return shown(each.stream().mapToDouble(what).toArray());
  }

  private static String shown(double... values) {
    return String.join(
        ",", Arrays.stream(values).mapToObj(PythonNumbers::shortest).toList());
  }

  private static String hash(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, 24);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
