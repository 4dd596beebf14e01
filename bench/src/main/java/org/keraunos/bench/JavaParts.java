package org.keraunos.bench;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.ScoreMatrix;
import org.keraunos.data.Batch;
import org.keraunos.data.Dataset;
import org.keraunos.metrics.Average;
import org.keraunos.metrics.ClassificationReport;
import org.keraunos.metrics.LabelMetrics;
import org.keraunos.metrics.RankingMetrics;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What happens in Java around the graph: filling a batch, and scoring 10,000 rows. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class JavaParts {
  private static final int ROWS = 10_000;

  /** The number of labels. */
  @Param({"10", "100"})
  public int labels;

  private Dataset data;
  private Batch batch;
  private int[] order;
  private LabelMatrix truth;
  private LabelMatrix predicted;
  private ScoreMatrix scores;

  /** Random rows. */
  @Setup
  public void setUp() {
    var random = new SplittableRandom(labels);
    var images = new byte[ROWS * Data.PIXELS];
    random.nextBytes(images);
    var bits = new byte[ROWS * labels];
    var floats = new float[ROWS * labels];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = (byte) random.nextInt(2);
      floats[i] = (float) random.nextDouble();
    }
    truth = LabelMatrix.of(bits, ROWS, labels);
    scores = ScoreMatrix.of(floats, ROWS, labels);
    predicted = scores.above(0.5);
    data = Dataset.of(images, Data.SIDE, Data.SIDE, Data.CHANNELS).withLabels(truth);
    batch = data.newBatch(Peer.BATCH);
    order = random.ints(Peer.BATCH, 0, ROWS).toArray();
  }

  /** 64 shuffled rows of images and labels into a batch. */
  @Benchmark
  public Batch fillBatch() {
    data.fill(order, 0, Peer.BATCH, batch);
    return batch;
  }

  /** Micro F1. */
  @Benchmark
  public double f1Score() {
    return LabelMetrics.f1Score(truth, predicted, Average.MICRO);
  }

  /** The report. */
  @Benchmark
  public ClassificationReport classificationReport() {
    return LabelMetrics.classificationReport(truth, predicted);
  }

  /** Macro area under the ROC curve, which sorts. */
  @Benchmark
  public double rocAucScore() {
    return RankingMetrics.rocAucScore(truth, scores);
  }
}
