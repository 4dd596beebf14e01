package consumer;

import static org.keraunos.metrics.Average.MACRO;
import static org.keraunos.metrics.LabelMetrics.f1Score;
import static org.keraunos.metrics.RankingMetrics.rocAucScore;
import static org.keraunos.metrics.ZeroDivision.ZERO;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.ScoreMatrix;
import org.keraunos.metrics.Bootstrap;
import org.keraunos.metrics.Curves;
import org.keraunos.metrics.Evaluation;
import org.keraunos.metrics.McNemar;
import org.keraunos.metrics.StreamingMetrics;
import org.keraunos.metrics.Tracker;

/** Scores predictions with nothing on the class path but the jar of Keraunos and Commons Math. */
public final class Metrics {
  private Metrics() {}

  /** Prints an evaluation; fails if something else is on the class path, or is missed. */
  public static void main(String[] arguments) {
    checkClassPath();
    LabelMatrix truth =
        LabelMatrix.of(new int[][] {{1, 0, 1}, {0, 1, 0}, {1, 1, 0}, {0, 0, 1}, {1, 0, 0}});
    ScoreMatrix scores = ScoreMatrix.of(new float[][] {
      {.9f, .2f, .7f}, {.1f, .8f, .3f}, {.6f, .4f, .2f}, {.3f, .1f, .9f}, {.4f, .2f, .6f}
    });
    LabelMatrix predicted = scores.above(0.5);
    Evaluation evaluation =
        Evaluation.of(truth, scores, 0.5, ZERO, o -> o.targetNames("cat", "dog", "bird"));
    System.out.print(evaluation);
    check(evaluation.macro().f1() == f1Score(truth, predicted, MACRO, ZERO), "one F1");
    check(rocAucScore(truth, scores) > 0.5, "a ROC AUC above chance");
    System.out.println(Curves.rocCurve(truth, scores, 0));
    System.out.println(Bootstrap.of(truth.rows())
        .draws(100)
        .percentile(w -> f1Score(truth, predicted, MACRO, ZERO, o -> o.sampleWeight(w))));
    System.out.println(McNemar.ofRows(truth, truth, predicted));
    Tracker streaming = StreamingMetrics.f1Score(MACRO).tracker(2);
    streaming.update(new float[] {1, 0, 0, 1}, new float[] {.9f, .1f, .2f, .8f}, null, 2);
    check(streaming.result() == 1, "a perfect F1");
  }

  private static void checkClassPath() {
    TreeSet<String> jars = new TreeSet<>();
    for (String part : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (part.endsWith(".jar")) {
        jars.add(Path.of(part).getFileName().toString().replaceAll("-[0-9].*", ""));
      }
    }
    check(List.of("commons-math3", "keraunos").equals(List.copyOf(jars)), "two jars, not " + jars);
  }

  private static void check(boolean holds, String expected) {
    if (!holds) {
      throw new AssertionError("expected " + expected);
    }
  }
}
