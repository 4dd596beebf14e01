package org.keraunos.report.results;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Rows worth looking at.
 *
 * @param errors the rows with the surest wrong cell, the surest first; one cell a row
 * @param hits of the rows whose known labels are all right, with one of them true, those first
 *     whose least sure cell is surest
 */
public record TellingRows(List<Cell> errors, List<Cell> hits) {
  /**
   * A cell.
   *
   * @param row from 0
   * @param label from 0; of a hit the least sure
   * @param ofTruth the probability that the model gives to what is so
   */
  public record Cell(int row, int label, double ofTruth) {}

  static TellingRows of(Scored scored, int most) {
    Comparator<Cell> surest = Comparator.comparingDouble(Cell::ofTruth)
        .thenComparing(Cell::row, Comparator.reverseOrder());
    PriorityQueue<Cell> hits = new PriorityQueue<>(surest);
    PriorityQueue<Cell> errors = new PriorityQueue<>(
        Comparator.comparingDouble(Cell::ofTruth).thenComparingInt(Cell::row).reversed());
    for (int row = 0; row < scored.rows(); row++) {
      int worst = -1;
      int least = -1;
      boolean some = false;
      for (int label = 0; label < scored.labels(); label++) {
        byte is = scored.truth().get(row, label);
        if (is < 0) {
          continue;
        }
        some |= is == 1;
        if (least < 0 || scored.ofTruth(row, label) < scored.ofTruth(row, least)) {
          least = label;
        }
        if (scored.isWrong(row, label)
            && (worst < 0 || scored.ofTruth(row, label) < scored.ofTruth(row, worst))) {
          worst = label;
        }
      }
      if (worst >= 0) {
        keep(errors, new Cell(row, worst, scored.ofTruth(row, worst)), most);
      } else if (some) {
        keep(hits, new Cell(row, least, scored.ofTruth(row, least)), most);
      }
    }
    return new TellingRows(drained(errors), drained(hits));
  }

  private static void keep(PriorityQueue<Cell> queue, Cell cell, int most) {
    queue.add(cell);
    if (queue.size() > most) {
      queue.remove();
    }
  }

  /** What leaves a queue last is what comes first. */
  private static List<Cell> drained(PriorityQueue<Cell> queue) {
    List<Cell> cells = new ArrayList<>();
    while (!queue.isEmpty()) {
      cells.add(0, queue.remove());
    }
    return List.copyOf(cells);
  }
}
