package org.keraunos.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.keraunos.data.readers.Part;
import org.keraunos.data.readers.Problem;

/** An account of a reading as lines for people, and as values for programs. */
final class ReadingText {
  private static final int MOST_LINES = 10;

  private ReadingText() {}

  static List<String> lines(Reading reading) {
    List<String> lines = new ArrayList<>();
    lines.add("Read as " + reading.format() + ": " + reading.sign());
    line(lines, "encoding", reading.encoding().equals("UTF-8") ? "" : reading.encoding());
    line(
        lines,
        "files",
        reading.fileColumn().isEmpty() ? "" : "column '" + reading.fileColumn() + "'");
    String between = reading.separator().isEmpty() ? "" : ", " + shown(reading.separator());
    line(lines, "labels", reading.labels() + between);
    if (!reading.partsFrom().isEmpty()) {
      List<String> counts = new ArrayList<>();
      for (Part part : Part.values()) {
        if (reading.parts().containsKey(part)) {
          counts.add(name(part) + " " + reading.parts().get(part));
        }
      }
      line(lines, "parts", reading.partsFrom() + " (" + String.join(", ", counts) + ")");
    }
    reading.leftOut().entrySet().stream()
        .limit(MOST_LINES)
        .forEach(each -> line(lines, "left out", each.getKey() + ": " + each.getValue()));
    line(
        lines,
        "left out",
        reading.leftOut().size() > MOST_LINES
            ? "... and " + (reading.leftOut().size() - MOST_LINES) + " more"
            : "");
    reading.cells().forEach((cell, meaning) -> line(lines, cell, meaning));
    line(
        lines,
        "joined",
        reading.rowsUnited() == 0
            ? ""
            : reading.rowsUnited() + " rows, to others of their picture");
    reading.remarks().forEach(remark -> lines.add("  " + remark));
    return lines;
  }

  private static void line(List<String> lines, String name, String text) {
    if (!text.isEmpty()) {
      lines.add("  " + name + ": " + text);
    }
  }

  static Map<String, Object> toMap(Reading reading) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("format", reading.format());
    map.put("sign", reading.sign());
    map.put("encoding", reading.encoding());
    map.put("file_column", reading.fileColumn());
    map.put("labels", reading.labels());
    map.put("separator", reading.separator());
    map.put("parts_from", reading.partsFrom());
    Map<String, Object> counts = new LinkedHashMap<>();
    for (Part part : Part.values()) {
      if (reading.parts().containsKey(part)) {
        counts.put(part.name().toLowerCase(Locale.ROOT), reading.parts().get(part));
      }
    }
    map.put("parts", counts);
    map.put("left_out", reading.leftOut());
    map.put("cells", reading.cells());
    map.put("rows_united", reading.rowsUnited());
    map.put("rows_lost", reading.rowsLost());
    map.put("remarks", reading.remarks());
    map.put("problems", reading.problems().stream().map(Problem::toString).toList());
    return map;
  }

  private static String name(Part part) {
    return part == Part.NONE ? "no part named" : part.name().toLowerCase(Locale.ROOT);
  }

  private static String shown(String separator) {
    if (separator.length() > 3) {
      return separator;
    }
    return "joined by "
        + (separator.equals("\t")
            ? "tabs"
            : separator.isBlank() ? "blanks" : "'" + separator + "'");
  }
}
