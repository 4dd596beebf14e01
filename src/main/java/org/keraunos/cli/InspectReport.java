package org.keraunos.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.keraunos.data.Reading;
import org.keraunos.data.inspect.Duplicates;
import org.keraunos.data.inspect.Inspection;
import org.keraunos.data.inspect.LabelFigures;
import org.keraunos.data.readers.Part;
import org.keraunos.data.readers.Problem;

/**
 * What {@code inspect} says, in the forms that its text, page and JSON share.
 *
 * @param data what was inspected
 * @param format its format
 * @param minPositives how many training rows a label should have
 * @param found what there is
 * @param reading the account of its reading
 */
record InspectReport(
    String data, String format, int minPositives, Inspection found, Reading reading) {
  LabelFigures figures() {
    return found.figures();
  }

  String label(int column) {
    return figures().names().get(column);
  }

  static String name(Part part) {
    return part == Part.NONE ? "no part named" : part.name().toLowerCase(Locale.ROOT);
  }

  /** The figures of the labels as a whole: name and value. */
  Map<String, String> overview() {
    LabelFigures figures = figures();
    Map<String, String> overview = new LinkedHashMap<>();
    overview.put("Format", format);
    overview.put("Rows", count(found.rows()) + parts());
    overview.put(found.kind().equals("features") ? "Features" : "Sizes", sizes());
    overview.put("Labels", count(figures.names().size()));
    overview.put("Cardinality", number(figures.cardinality()) + " labels a row");
    overview.put("Density", number(figures.density()));
    overview.put("Rows without a label", count(figures.withoutLabel()));
    overview.put(
        "Unknown labels",
        String.format(Locale.ROOT, "%.2f %% of the cells", 100 * figures.unknownShare()));
    overview.put(
        "Label sets",
        count(figures.sets().size()) + ", " + count(figures.singleSets()) + " of a single row");
    overview.put(
        "Mean imbalance",
        Double.isNaN(figures.meanImbalance())
            ? "no label occurs"
            : number(figures.meanImbalance()) + " (the most frequent label's rows over a label's)");
    return overview;
  }

  private String parts() {
    if (found.parts().size() == 1 && found.parts().containsKey(Part.NONE)) {
      return " (no parts named: keraunos train holds out 20 % to test)";
    }
    List<String> parts = new ArrayList<>();
    found.parts().forEach((part, rows) -> parts.add(name(part) + " " + count(rows)));
    return " (" + String.join(", ", parts) + ")";
  }

  private String sizes() {
    if (found.kind().equals("features")) {
      return count(found.sizes().size());
    }
    List<String> common = found.sizes().entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(5)
        .map(size -> size.getKey() + " (" + count(size.getValue()) + ")")
        .toList();
    int more = found.sizes().size() - common.size();
    return common.isEmpty()
        ? "none"
        : String.join(", ", common) + (more > 0 ? " and " + count(more) + " more" : "");
  }

  /** What should be looked at: a heading and lines of it, nothing that is fine. */
  Map<String, List<String>> warnings() {
    Map<String, List<String>> warnings = new LinkedHashMap<>();
    put(warnings, "Broken images", found.broken(), Problem::toString);
    put(warnings, "What the reader could not use", found.problems(), Problem::toString);
    List<Duplicates.Same> same = found.duplicates().same();
    put(
        warnings,
        "The same bytes in several parts",
        same.stream().filter(Duplicates.Same::acrossParts).toList(),
        this::line);
    put(
        warnings,
        "The same bytes with different labels",
        same.stream().filter(Duplicates.Same::otherLabels).toList(),
        this::line);
    put(
        warnings,
        "Other rows with the same bytes",
        same.stream().filter(some -> !some.acrossParts() && !some.otherLabels()).toList(),
        this::line);
    String where = found.parts().size() > 1 ? " across parts" : "";
    put(
        warnings,
        "Near-duplicates" + where + (found.duplicates().more() ? " (the first ones found)" : ""),
        found.duplicates().near(),
        near -> found.rowNames().get(near.first()) + " ~ " + found.rowNames().get(near.second())
            + " (" + near.distance() + " of 64 bits differ)");
    LabelFigures training = found.training();
    put(
        warnings,
        "Labels with fewer than " + minPositives + " training rows",
        IntStream.of(training.rarerThan(minPositives)).boxed().toList(),
        label -> label(label) + ": " + count(training.positives()[label]));
    return warnings;
  }

  private String line(Duplicates.Same same) {
    return String.join(", ", same.rows().stream().map(found.rowNames()::get).toList());
  }

  private static <T> void put(
      Map<String, List<String>> into, String heading, List<T> items, Function<T, String> line) {
    if (!items.isEmpty()) {
      into.put(heading, items.stream().map(line).toList());
    }
  }

  String set(LabelFigures.LabelSetCount set) {
    return set.labels().isEmpty()
        ? "(none)"
        : String.join(" + ", set.labels().stream().map(this::label).toList());
  }

  Map<String, Object> toMap() {
    LabelFigures figures = figures();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("data", data);
    map.put("format", format);
    map.put("reading", reading.toMap());
    map.put("kind", found.kind());
    map.put("rows", found.rows());
    Map<String, Object> parts = new LinkedHashMap<>();
    found.parts().forEach((part, rows) -> parts.put(part.name().toLowerCase(Locale.ROOT), rows));
    map.put("parts", parts);
    if (found.kind().equals("features")) {
      map.put("features", found.sizes().size());
    } else {
      map.put("sizes", found.sizes());
    }
    map.put("cardinality", figures.cardinality());
    map.put("density", figures.density());
    map.put("unknown_share", figures.unknownShare());
    map.put("rows_without_label", figures.withoutLabel());
    map.put("mean_imbalance", figures.meanImbalance());
    map.put(
        "labels", IntStream.of(figures.byFrequency()).mapToObj(this::labelMap).toList());
    map.put("label_sets", figures.sets().size());
    map.put("label_sets_of_one_row", figures.singleSets());
    map.put(
        "frequent_label_sets",
        figures.sets().stream()
            .limit(100)
            .map(set -> Map.of(
                "labels", set.labels().stream().map(this::label).toList(), "rows", set.rows()))
            .toList());
    map.put(
        "frequent_pairs",
        figures.pairs().stream()
            .limit(100)
            .map(pair -> Map.of(
                "labels", List.of(label(pair.first()), label(pair.second())), "rows", pair.rows()))
            .toList());
    map.put("same_bytes", found.duplicates().same().stream().map(this::sameMap).toList());
    map.put(
        "near_duplicates", found.duplicates().near().stream().map(this::nearMap).toList());
    map.put("more_near_duplicates", found.duplicates().more());
    map.put("broken", found.broken().stream().map(Problem::toString).toList());
    map.put("problems", found.problems().stream().map(Problem::toString).toList());
    map.put(
        "rare_labels",
        IntStream.of(found.training().rarerThan(minPositives))
            .mapToObj(this::label)
            .toList());
    return map;
  }

  private Map<String, Object> labelMap(int label) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", label(label));
    map.put("rows", figures().positives()[label]);
    map.put("unknown", figures().unknowns()[label]);
    found
        .figuresOf()
        .forEach((part, of) ->
            map.put("rows_" + part.name().toLowerCase(Locale.ROOT), of.positives()[label]));
    return map;
  }

  private Map<String, Object> sameMap(Duplicates.Same same) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("rows", same.rows().stream().map(found.rowNames()::get).toList());
    map.put("across_parts", same.acrossParts());
    map.put("other_labels", same.otherLabels());
    return map;
  }

  private Map<String, Object> nearMap(Duplicates.Near near) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(
        "rows", List.of(found.rowNames().get(near.first()), found.rowNames().get(near.second())));
    map.put("bits", near.distance());
    return map;
  }

  static String count(int number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String number(double number) {
    return String.format(Locale.ROOT, "%.3f", number);
  }
}
