package org.keraunos.data.readers;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.keraunos.base.LabelMatrix;

/** What texts in cells mean. */
final class Cells {
  /** Not a label's cell. */
  static final byte BAD = -2;

  /**
   * -1, which some tables write for absent and others for unknown: {@link Rows} decides in the end.
   */
  static final byte MINUS = -3;

  /** Words that stand for 0 and 1 where a whole column is of them. */
  private static final List<List<String>> WORDS = List.of(
      List.of("no", "yes"),
      List.of("n", "y"),
      List.of("absent", "present"),
      List.of("f", "t"),
      List.of("negative", "positive"));

  /** A column of labels may hold a few slips of the pen; one with more is something else. */
  static final double MOST_SLIPS = 0.1;

  private final Set<String> unknown;
  private final Set<String> absent;
  private final List<String> words;

  private Cells(ReadOptions options, List<String> words) {
    this.unknown = options.unknown();
    this.absent = options.absent();
    this.words = words;
  }

  /** The cells of a column, or of anything else that is written alike throughout. */
  static Cells of(List<String> column, ReadOptions options) {
    Cells best = new Cells(options, List.of());
    double fewest = best.slips(column);
    for (List<String> pair : fewest == 0 ? List.<List<String>>of() : WORDS) {
      Cells cells = new Cells(options, pair);
      double slips = cells.slips(column);
      if (slips < fewest && slips <= MOST_SLIPS) {
        fewest = slips;
        best = cells;
      }
    }
    return best;
  }

  /** The share of cells that are no label's; blank ones are, a column of nothing else is not. */
  double slips(List<String> column) {
    long bad = 0;
    long blank = 0;
    for (String cell : column) {
      bad += label(cell) == BAD ? 1 : 0;
      blank += cell.isBlank() ? 1 : 0;
    }
    return column.isEmpty() ? 0 : blank == column.size() ? 1 : (double) bad / column.size();
  }

  /** Whether 0 and 1 are written as words; if so, which. */
  List<String> words() {
    return words;
  }

  /** The label: 0, 1, unknown, {@link #MINUS}, or {@link #BAD}. */
  byte label(String text) {
    if (unknown.isEmpty() && absent.isEmpty() && words.isEmpty()) {
      return plain(text);
    }
    String lower = text.strip().toLowerCase(Locale.ROOT);
    if (unknown.contains(lower)) {
      return LabelMatrix.UNKNOWN;
    }
    if (absent.contains(lower)) {
      return 0;
    }
    if (words.isEmpty()) {
      return plain(text);
    }
    byte plain = plain(text);
    return lower.equals(words.get(0))
        ? 0
        : lower.equals(words.get(1)) ? 1 : plain == LabelMatrix.UNKNOWN ? plain : BAD;
  }

  private static byte plain(String text) {
    if (text.length() == 1 && (text.charAt(0) == '0' || text.charAt(0) == '1')) {
      return (byte) (text.charAt(0) - '0'); // nearly all cells
    }
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "0", "0.0", "0,0", "false" -> 0;
      case "1", "1.0", "1,0", "true" -> 1;
      case "", "?", "nan" -> LabelMatrix.UNKNOWN;
      case "-1", "-1.0", "-1,0" -> MINUS;
      default -> inFull(text);
    };
  }

  /** 0 and 1 as programs print numbers: 1.00, 1,00 or 1.0e+00. */
  private static byte inFull(String text) {
    float number = number(text);
    number = Float.isNaN(number) ? commaNumber(text) : number;
    return number == 0 ? (byte) 0 : number == 1 ? (byte) 1 : number == -1 ? MINUS : BAD;
  }

  /** A number; NaN for anything else, and for what is not finite as a float. */
  static float number(String text) {
    if (text.equals("0")) {
      return 0; // nearly all cells of a sparse table
    }
    String stripped = text.strip();
    char last = stripped.isEmpty() ? ' ' : stripped.charAt(stripped.length() - 1);
    if (last != '.' && !Character.isDigit(last)) {
      return Float.NaN; // also 1f and 1d, which Java would take
    }
    try {
      float value = Float.parseFloat(stripped);
      return Float.isInfinite(value) ? Float.NaN : value;
    } catch (NumberFormatException e) {
      return Float.NaN;
    }
  }

  /** What to say that was expected where {@link #number} was none. */
  static String expectedFor(String text) {
    return text.matches("\\s*[-+]?(inf|infinity|[0-9.]+([eE][-+]?[0-9]+)?)\\s*")
        ? "a finite number of 32 bits"
        : "a number";
  }

  /** A number with a decimal comma; NaN for anything else. */
  static float commaNumber(String text) {
    return text.indexOf('.') >= 0 ? Float.NaN : number(text.replace(',', '.'));
  }

  /** Whether a cell of tags says that the tags are not known. */
  static boolean unknown(String cell) {
    String stripped = cell.strip();
    return stripped.equals("?") || stripped.equals("-1");
  }
}
