package org.keraunos.cli;

import java.util.List;
import java.util.function.Consumer;
import org.keraunos.base.Check;
import org.keraunos.data.DataParts;
import org.keraunos.data.readers.Part;

/** The rows that an option {@code --part} names. */
final class RowsOfPart {
  private RowsOfPart() {}

  static void check(String part) {
    Check.argument(
        List.of("test", "train", "validation", "all").contains(part),
        "--part",
        "test, train, validation or all",
        part);
  }

  /** Rows of the part; where the data have no test part, those that training held out or kept. */
  static int[] of(LoadedData data, String part, Consumer<String> say) {
    int[] rows = switch (part) {
      case "all" -> data.rowsOf();
      case "validation" -> data.rowsOf(Part.VALIDATION);
      case "test" ->
        data.has(Part.TEST) ? data.rowsOf(Part.TEST) : parts(data, say).testRows();
      default -> parts(data, say).trainRows();
    };
    Check.argument(rows.length > 0, "--part", "a part that the data have", part);
    return rows;
  }

  private static DataParts parts(LoadedData data, Consumer<String> say) {
    DataParts parts = DataParts.of(data.dataset(), data.rows().parts());
    if (parts.split()) {
      say.accept(parts.remarks().get(0));
    }
    return parts;
  }
}
