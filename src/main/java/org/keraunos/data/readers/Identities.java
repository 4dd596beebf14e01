package org.keraunos.data.readers;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Columns that tell rows apart and say nothing else of them. */
final class Identities {
  private Identities() {}

  /** Whether cells are texts or whole numbers, another one in each row. */
  static boolean are(List<String> cells) {
    Set<String> seen = new HashSet<>();
    boolean text = false;
    for (String cell : cells) {
      String stripped = cell.strip();
      if (stripped.isEmpty() || !seen.add(stripped)) {
        return false;
      }
      float number = Cells.number(stripped);
      float comma = Float.isNaN(number) ? Cells.commaNumber(stripped) : number;
      text |= Float.isNaN(comma);
      if (!Float.isNaN(comma) && !stripped.matches("[+-]?[0-9]+")) {
        return false; // decimals measure something
      }
    }
    return cells.size() > 2 || (cells.size() > 1 && text);
  }

  /** Whether cells are whole numbers that count up by one. */
  static boolean count(List<String> cells) {
    long before = 0;
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i).strip();
      if (!cell.matches("[0-9]{1,15}(\\.0)?")) {
        return false;
      }
      long number = Long.parseLong(cell.replace(".0", ""));
      if (i > 0 && number != before + 1) {
        return false;
      }
      before = number;
    }
    return !cells.isEmpty();
  }
}
