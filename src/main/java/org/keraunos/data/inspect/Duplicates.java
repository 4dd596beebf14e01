package org.keraunos.data.inspect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.keraunos.base.LabelMatrix;
import org.keraunos.data.readers.Part;

/**
 * Rows that are there more than once.
 *
 * @param same groups of rows with the same bytes, each of at least two rows
 * @param near pairs of rows that look alike: of different parts where the data have parts, any rows
 *     else
 * @param more whether there are more such pairs than are listed
 */
public record Duplicates(List<Same> same, List<Near> near, boolean more) {
  /**
   * Rows with the same bytes.
   *
   * @param rows row numbers, ascending
   * @param acrossParts whether they are of different parts
   * @param otherLabels whether they have different labels
   */
  public record Same(List<Integer> rows, boolean acrossParts, boolean otherLabels) {}

  /**
   * Two rows that look alike.
   *
   * @param first a row
   * @param second a row behind it
   * @param distance how many of the 64 bits of their perceptual hashes differ
   */
  public record Near(int first, int second, int distance) {}

  /** Above this many, pairs are found but not listed. */
  static final int MOST_NEAR = 1000;

  static Duplicates of(
      List<Fingerprint> prints, List<Part> parts, LabelMatrix labels, int mostBits) {
    List<Near> near = near(prints, parts, mostBits);
    boolean more = near.size() > MOST_NEAR;
    return new Duplicates(
        same(prints, parts, labels), more ? near.subList(0, MOST_NEAR) : near, more);
  }

  private static List<Same> same(List<Fingerprint> prints, List<Part> parts, LabelMatrix labels) {
    Map<String, List<Integer>> groups = new LinkedHashMap<>();
    for (int row = 0; row < prints.size(); row++) {
      if (!prints.get(row).digest().isEmpty()) {
        groups
            .computeIfAbsent(prints.get(row).digest(), digest -> new ArrayList<>())
            .add(row);
      }
    }
    return groups.values().stream()
        .filter(rows -> rows.size() > 1)
        .map(rows -> new Same(
            List.copyOf(rows),
            rows.stream().map(parts::get).distinct().count() > 1,
            rows.stream().anyMatch(row -> !equal(labels, rows.get(0), row))))
        .toList();
  }

  private static boolean equal(LabelMatrix labels, int a, int b) {
    for (int label = 0; label < labels.labels(); label++) {
      if (labels.get(a, label) != labels.get(b, label)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Two hashes that differ in n bits have, cut into n + 1 pieces, one piece in common: only rows
   * that share a piece are compared.
   */
  private static List<Near> near(List<Fingerprint> prints, List<Part> parts, int mostBits) {
    boolean acrossParts = Set.copyOf(parts).size() > 1;
    List<Near> found = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    int pieces = mostBits + 1;
    for (int piece = 0; piece < pieces && found.size() <= MOST_NEAR; piece++) {
      int from = 64 * piece / pieces;
      int bits = 64 * (piece + 1) / pieces - from;
      long mask = bits == 64 ? -1 : (1L << bits) - 1;
      Map<Long, List<Integer>> buckets = new LinkedHashMap<>();
      for (int row = 0; row < prints.size() && found.size() <= MOST_NEAR; row++) {
        Long hash = prints.get(row).hash();
        if (hash == null) {
          continue;
        }
        List<Integer> bucket =
            buckets.computeIfAbsent(hash >>> from & mask, key -> new ArrayList<>());
        for (int before : bucket) {
          Fingerprint other = prints.get(before);
          int distance = Long.bitCount(hash ^ Objects.requireNonNull(other.hash()));
          if (distance <= mostBits
              && (!acrossParts || parts.get(before) != parts.get(row))
              && !other.digest().equals(prints.get(row).digest())
              && seen.add((long) before << 32 | row)) {
            found.add(new Near(before, row, distance));
          }
        }
        bucket.add(row);
      }
    }
    found.sort(Comparator.comparingInt(Near::distance)
        .thenComparingInt(Near::first)
        .thenComparingInt(Near::second));
    return found;
  }
}
