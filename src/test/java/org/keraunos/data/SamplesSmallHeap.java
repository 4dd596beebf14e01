package org.keraunos.data;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.keraunos.base.Seeds;

/**
 * Makes a data set of an iterable ten times as large as the heap and reads it shuffled, in a
 * process of its own.
 */
final class SamplesSmallHeap {
  private static final int WIDTH = 10_000;

  private SamplesSmallHeap() {}

  public static void main(String... arguments) {
    int rows = (int) (10 * Runtime.getRuntime().maxMemory() / WIDTH) + 1;
    Dataset data = Dataset.of(
        () -> IntStream.range(0, rows).mapToObj(SamplesSmallHeap::sample).iterator(), WIDTH);
    ByteColumn column = (ByteColumn) data.inputs().get(0).column();
    byte[] read = new byte[WIDTH];
    float[] label = new float[1];
    for (int row : Seeds.permutation(rows, 5)) {
      column.read(row, read, 0);
      data.targets().get(0).column().read(row, label, 0);
      if (read[0] != (byte) row || read[WIDTH - 1] != (byte) row || label[0] != row % 2) {
        throw new AssertionError("row " + row + " holds other numbers");
      }
    }
    System.out.println("read all rows: " + data.size());
  }

  private static Sample sample(int row) {
    byte[] bytes = new byte[WIDTH];
    Arrays.fill(bytes, (byte) row);
    return Sample.of(bytes, row % 2);
  }
}
