package org.keraunos.data.readers;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * What stands between the cells of a table: the first character with which all of the first lines
 * have as many cells.
 */
final class Delimiter {
  private static final int LINES = 50;

  private Delimiter() {}

  static char of(Path file, String text) {
    List<Character> candidates = Folders.extension(file).equals("tsv")
        ? List.of('\t', ',', ';', '|')
        : List.of(',', ';', '\t', '|');
    char most = candidates.get(0);
    double best = 0;
    for (char candidate : candidates) {
      double alike = alike(text, candidate);
      if (alike > best) {
        best = alike;
        most = candidate;
      }
    }
    return most;
  }

  /** What the line {@code sep=;} says with which spreadsheets begin a table; 0 if there is none. */
  static char said(String text) {
    int end = text.startsWith("sep=") ? 5 : text.startsWith("\"sep=") ? 7 : 0;
    boolean line = end > 0 && text.length() > end && "\r\n".indexOf(text.charAt(end)) >= 0;
    return line ? text.charAt(end == 5 ? 4 : 5) : 0;
  }

  static CSVFormat format(char delimiter) {
    return CSVFormat.RFC4180
        .builder()
        .setDelimiter(delimiter)
        .setIgnoreEmptyLines(true)
        .get();
  }

  /**
   * The share of the first lines that have as many cells as the first one; 0 if that has one cell.
   */
  private static double alike(String text, char delimiter) {
    String first = text.substring(0, Math.min(text.length(), 1 << 16));
    List<Integer> sizes = new ArrayList<>();
    try (CSVParser parser = CSVParser.parse(new StringReader(first), format(delimiter))) {
      for (CSVRecord record : parser) {
        sizes.add(record.size());
        if (sizes.size() == LINES) {
          break;
        }
      }
    } catch (IOException | RuntimeException e) {
      // An open quote at the end of the piece, or what the reading will complain of with its line.
      if (sizes.isEmpty()) {
        return 0;
      }
    }
    if (sizes.isEmpty() || sizes.get(0) < 2) {
      return 0;
    }
    int width = sizes.get(0);
    // one cell more or less is an empty one behind the last delimiter
    long same =
        sizes.stream().filter(size -> Math.abs(size - width) <= 1 && size > 1).count();
    return (double) same / sizes.size();
  }
}
