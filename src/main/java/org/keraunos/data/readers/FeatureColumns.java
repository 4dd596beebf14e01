package org.keraunos.data.readers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.keraunos.base.DataException;
import org.keraunos.data.Reading;

/**
 * What the columns of a table of numbers are: labels, parts, features, and those that are none of
 * it.
 */
final class FeatureColumns {
  /**
   * A column named as a label is one, be it full of mistakes, which are told; one of other things
   * is not.
   */
  private static final double MOST_WRONG = 0.5;

  private final Table table;
  private final ReadOptions options;
  private final List<Integer> labels = new ArrayList<>();
  private final List<Integer> features = new ArrayList<>();
  private final Map<Integer, Decimals> decimals = new LinkedHashMap<>();
  private final Map<Integer, String> leftOut = new LinkedHashMap<>();
  private final PartColumns parts;
  private String from = "";

  FeatureColumns(Table table, ReadOptions options) {
    this.table = table;
    this.options = options;
    options.drop().forEach(name -> leftOut.put(table.index(name), "--drop"));
    findLabels();
    Set<Integer> taken = new LinkedHashSet<>(leftOut.keySet());
    taken.addAll(labels);
    this.parts = PartColumns.of(table, options, taken);
    findFeatures();
    if (features.isEmpty()) {
      throw new DataException(table.file(), "line 1", "expected columns of numbers, found none");
    }
  }

  private void findLabels() {
    List<String> header = table.header();
    int count = options.labelCount();
    if (count != 0) {
      if (Math.abs((long) count) >= header.size()) {
        throw new DataException(
            table.file(),
            "line 1",
            "expected features beside " + Math.abs((long) count) + " labels, found " + header.size()
                + " columns");
      }
      int start = count > 0 ? header.size() - count : 0;
      IntStream.range(start, start + Math.abs(count)).forEach(labels::add);
      from = "--label-count";
    } else if (!options.labelColumns().isEmpty()) {
      options.labelColumns().forEach(name -> labels.add(table.index(name)));
      from = "--label-columns";
    } else if (!options.labels().isEmpty()) {
      options.labels().stream()
          .filter(name -> !options.areLabelsOptional() || table.find(name) >= 0)
          .forEach(name -> labels.add(table.index(name)));
      from = "--labels";
    } else {
      recogniseLabels();
      from = "names with label, y_ or target";
    }
  }

  private void recogniseLabels() {
    for (int i = 0; i < table.header().size(); i++) {
      String lower = table.header().get(i).toLowerCase(Locale.ROOT);
      boolean named =
          lower.startsWith("label") || lower.startsWith("y_") || lower.startsWith("target");
      if (named && !leftOut.containsKey(i)) {
        List<String> cells = table.column(i);
        if (Cells.of(cells, options).slips(cells) <= MOST_WRONG) {
          labels.add(i);
        } else {
          leftOut.put(i, "named as a label, but not 0 and 1");
        }
      }
    }
    if (labels.isEmpty()) {
      throw new DataException(
          table.file(),
          "cannot tell labels from features: name the columns of the labels (--label-columns, "
              + "ReadOptions.labelColumns) or say how many there are (--label-count); found "
              + String.join(
                  ", ", table.header().subList(0, Math.min(20, table.header().size()))));
    }
  }

  private void findFeatures() {
    List<Integer> candidates = new ArrayList<>();
    List<List<String>> columns = new ArrayList<>();
    for (int i = 0; i < table.header().size(); i++) {
      if (labels.contains(i) || leftOut.containsKey(i) || parts.columns().contains(i)) {
        continue;
      }
      List<String> cells = table.column(i);
      if (isRowNumber(table.header().get(i).toLowerCase(Locale.ROOT), cells)) {
        leftOut.put(i, Identities.count(cells) ? "numbers of rows" : "another value in each row");
      } else {
        candidates.add(i);
        columns.add(cells);
      }
    }
    List<Decimals> found = Decimals.of(table, columns, options);
    for (int i = 0; i < found.size(); i++) {
      int column = candidates.get(i);
      if (found.get(i) != Decimals.NONE || columns.get(i).isEmpty()) {
        features.add(column);
        decimals.put(column, found.get(i));
      } else {
        boolean blank = columns.get(i).stream().allMatch(String::isBlank);
        leftOut.put(column, blank ? "blank" : "no number");
      }
    }
  }

  private boolean isRowNumber(String name, List<String> cells) {
    if (!table.named()) {
      return false;
    }
    boolean identity = name.endsWith("id") || name.equals("row") || name.equals("idx");
    boolean index = name.isEmpty() || name.startsWith("unnamed:") || name.equals("index");
    return index ? Identities.count(cells) : identity && Identities.are(cells);
  }

  int[] labels() {
    return labels.stream().mapToInt(i -> i).toArray();
  }

  int[] features() {
    return features.stream().mapToInt(i -> i).toArray();
  }

  PartColumns parts() {
    return parts;
  }

  /** The number in a cell; NaN if it is none. */
  float number(int column, String cell) {
    return decimals.getOrDefault(column, Decimals.POINT).number(cell);
  }

  void tell(Reading.Builder account) {
    account.labels(
        labels.isEmpty() ? "none" : ListColumns.count(labels.size(), "column") + " by " + from);
    leftOut.forEach((column, why) -> account.leaveOut(table.called(column), why));
    for (Decimals each : Decimals.values()) {
      List<String> names = decimals.entrySet().stream()
          .filter(entry -> entry.getValue() == each)
          .map(entry -> table.called(entry.getKey()))
          .toList();
      if (each.isUnusual() && !names.isEmpty()) {
        account.remark(each.called() + " in " + String.join(", ", names));
      }
    }
    if (!parts.isEmpty()) {
      account.partsFrom(parts.from());
    }
  }
}
