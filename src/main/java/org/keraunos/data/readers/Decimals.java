package org.keraunos.data.readers;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.DataException;

/**
 * How the numbers of a table's column are written: with a decimal point or a decimal comma, and
 * with the other sign between thousands or not.
 */
enum Decimals {
  /** 1234.5, as programs write it. */
  POINT,
  /** 1234,5. */
  COMMA,
  /** 1,234.5. */
  POINT_AND_THOUSANDS,
  /** 1.234,5. */
  COMMA_AND_THOUSANDS,
  /** No cell is a number. */
  NONE;

  private static final Pattern COMMAS =
      Pattern.compile("[+-]?[1-9][0-9]{0,2}(,[0-9]{3})+(\\.[0-9]+)?");
  private static final Pattern POINTS =
      Pattern.compile("[+-]?[1-9][0-9]{0,2}(\\.[0-9]{3})+(,[0-9]+)?");

  /** The number in a cell; NaN if it is none. */
  float number(String cell) {
    return switch (this) {
      case POINT, NONE -> Cells.number(cell);
      case COMMA -> Cells.commaNumber(cell);
      case POINT_AND_THOUSANDS ->
        cell.indexOf(',') >= 0 && COMMAS.matcher(cell.strip()).matches()
            ? Cells.number(cell.replace(",", ""))
            : Cells.number(cell);
      case COMMA_AND_THOUSANDS ->
        cell.indexOf('.') >= 0 && POINTS.matcher(cell.strip()).matches()
            ? Cells.commaNumber(cell.replace(".", ""))
            : Cells.commaNumber(cell);
    };
  }

  /** Whether the decimals stand behind a comma. */
  boolean hasComma() {
    return this == COMMA || this == COMMA_AND_THOUSANDS;
  }

  /** Whether programs write numbers otherwise, which is worth telling. */
  boolean isUnusual() {
    return this != POINT && this != NONE;
  }

  /** What to call it in the account. */
  String called() {
    return switch (this) {
      case COMMA -> "Decimal commas";
      case POINT_AND_THOUSANDS -> "Commas between thousands";
      case COMMA_AND_THOUSANDS -> "Decimal commas, and points between thousands,";
      case POINT, NONE -> "Decimal points";
    };
  }

  /**
   * How columns are written, one answer for each.
   *
   * @param columns the cells of the columns that may be numbers
   * @throws DataException if a column may be read in two ways and nothing decides
   */
  static List<Decimals> of(Table table, List<List<String>> columns, ReadOptions options) {
    Boolean said = options.decimalComma();
    List<Ways> ways = columns.stream().map(Ways::of).toList();
    boolean comma =
        ways.stream().anyMatch(each -> each.one() != null && each.one().hasComma());
    List<Decimals> found = new ArrayList<>();
    for (Ways each : ways) {
      Decimals one = each.one();
      if (one == null) {
        boolean isComma = said == null ? guess(table, each.example(), comma) : said;
        one = isComma ? each.withComma() : each.withPoint();
      }
      found.add(one);
    }
    return found;
  }

  /** Whether 1,234 or 1.234 has a decimal comma, where its column does not say so. */
  private static boolean guess(Table table, String example, boolean otherColumnsHaveCommas) {
    boolean comma = example.indexOf(',') >= 0;
    if (comma && table.semicolons()) {
      return true; // programs that write ; between cells do so for the commas in them
    }
    if (!comma && !otherColumnsHaveCommas) {
      return false;
    }
    String sign = comma ? "comma" : "point";
    throw Doubt.between(
        table.file(),
        "",
        "'" + example + "'",
        "it has a decimal " + sign + ", "
            + Doubt.option("--decimal", sign, "decimalComma(" + comma + ")"),
        "it has a " + sign + " between thousands, "
            + Doubt.option("--decimal", comma ? "point" : "comma", "decimalComma(" + !comma + ")"));
  }

  /**
   * The ways in which a column can be read.
   *
   * @param withPoint the one with a decimal point; {@link #NONE} if there is none
   * @param withComma the one with a decimal comma; {@link #NONE} if there is none
   * @param example a cell that they read as different numbers; empty if they read the same
   */
  private record Ways(Decimals withPoint, Decimals withComma, String example) {
    static Ways of(List<String> column) {
      if (column.stream().noneMatch(cell -> cell.indexOf(',') >= 0)
          && column.stream().anyMatch(Ways::hasPoint)) {
        return new Ways(POINT, NONE, ""); // nearly all columns, soon
      }
      List<String> cells = column.stream().filter(Ways::isNumber).toList();
      if (cells.isEmpty()) {
        return new Ways(NONE, NONE, "");
      }
      Decimals point = first(cells, POINT, POINT_AND_THOUSANDS);
      Decimals comma = first(cells, COMMA, COMMA_AND_THOUSANDS);
      String example = cells.stream()
          .filter(cell -> point.number(cell) != comma.number(cell))
          .findFirst()
          .orElse("")
          .strip();
      return new Ways(point, comma, example);
    }

    /** Whether a cell is a number whose point is before decimals and nothing else. */
    private static boolean hasPoint(String cell) {
      return cell.indexOf('.') >= 0
          && !POINTS.matcher(cell.strip()).matches()
          && !Float.isNaN(Cells.number(cell));
    }

    /** Whether a cell is a number in any way: slips of the pen do not decide for their column. */
    private static boolean isNumber(String cell) {
      return !cell.isBlank()
          && (!Float.isNaN(POINT_AND_THOUSANDS.number(cell))
              || !Float.isNaN(COMMA_AND_THOUSANDS.number(cell)));
    }

    private static Decimals first(List<String> cells, Decimals... some) {
      for (Decimals each : some) {
        if (cells.stream().noneMatch(cell -> Float.isNaN(each.number(cell)))) {
          return each;
        }
      }
      return NONE;
    }

    /** The only way; null if there are two that differ. */
    @Nullable
    Decimals one() {
      if (withPoint == NONE) {
        return withComma == NONE && !example.isEmpty() ? POINT : withComma;
      }
      return withComma == NONE || example.isEmpty() ? withPoint : null;
    }
  }
}
