package org.keraunos.bench;

import java.util.Map;
import java.util.SplittableRandom;

/**
 * A framework as the benchmark sees it: the tutorial's network, Adam and binary cross-entropy, on
 * rows of the shared data. Every peer does the same work,
 * so that only the framework differs: images arrive as uint8 on the Java heap and are divided by
 * 255, labels as 0 and 1.
 */
public interface Peer extends AutoCloseable {
  /** The rows of a training batch. */
  int BATCH = 64;

  /** What this peer is, with its version. */
  String version();

  /** Whether images come as channels x height x width; else height x width x channels. */
  default boolean channelsFirst() {
    return false;
  }

  /** One training step; returns its loss, so that nothing stays pending. */
  double step(byte[] images, byte[] labels, int rows);

  /**
   * One epoch, shuffled, the last smaller batch kept; returns the mean loss. A framework whose own
   * loop is as good overrides this one.
   */
  default double epoch(Data train) {
    var order = new int[train.rows()];
    var random = new SplittableRandom(train.rows());
    for (int i = 0; i < order.length; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    double sum = 0;
    for (int from = 0; from < order.length; from += BATCH) {
      int rows = Math.min(BATCH, order.length - from);
      var batch = train.gather(order, from, rows);
      sum += rows * step(batch.images(), batch.labels(), rows);
    }
    return sum / order.length;
  }

  /** The ways of asking for one image's probabilities, by name. */
  Map<String, Call> latencies();

  /** The batch sizes to try in bulk; 0 where the framework chooses. */
  default int[] bulkBatches() {
    return new int[] {32, 256};
  }

  /** The probabilities of all rows, in batches of that many. */
  float[] predict(Data data, int batchSize);

  @Override
  void close();

  /** Answers with one image's probabilities. */
  interface Call {
    float[] answer(byte[] image);
  }

  /** Makes a peer; the precision is {@code float32} or {@code bfloat16}. */
  interface Factory {
    Peer open(String precision);
  }
}
