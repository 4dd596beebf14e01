package org.keraunos.cli;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.keraunos.base.Check;
import org.keraunos.data.Data;
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
  static int[] of(Data data, String part, Consumer<String> say) {
    int[] rows = switch (part) {
      case "all" -> data.rowsOf();
      case "validation" -> data.rowsOf(Part.VALIDATION);
      case "test" ->
        data.parts().contains(Part.TEST)
            ? data.rowsOf(Part.TEST)
            : sorted(data, say).rowsOf(Part.TEST);
      default -> sorted(data, say).rowsOf(Part.TRAIN);
    };
    Check.argument(
        rows.length > 0,
        "--part",
        "a part that the data have, of "
            + data.parts().stream()
                .filter(each -> each != Part.NONE)
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .distinct()
                .toList(),
        part);
    return rows;
  }

  private static Data sorted(Data data, Consumer<String> say) {
    Data sorted = data.withTestPart();
    sorted.reading().remarks().stream()
        .filter(remark -> sorted.heldOut() && !data.reading().remarks().contains(remark))
        .limit(1)
        .forEach(say);
    return sorted;
  }
}
