package org.keraunos.data.readers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keraunos.base.DataException;

/**
 * Multi-label ARFF, dense and sparse. The labels are those that a MULAN XML file beside it lists,
 * else the first (or, if negative, last) n attributes that MEKA's {@code -C n} in the relation
 * counts, else what the user says. Nominal features whose values are numbers are numbers; others
 * become a column for each value.
 */
final class Arff {
  private static final Pattern MEKA = Pattern.compile("-C\\s+(-?[0-9]{1,6})\\b");

  private final Path file;
  private final Rows rows;
  private final FloatTable features;
  private final ArffHeader header;
  private final String[] lines;
  private final boolean[] isLabel;
  private final int[] columnOf;
  private final boolean[] isNumber;
  private final String[] leftOut;
  private final Cells[] cells;
  private final List<String> labelNames = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  private Arff(Path file, ReadOptions options, Rows rows, FloatTable features) {
    this.file = file;
    this.rows = rows;
    this.features = features;
    TextFile text = TextFile.read(file, options);
    rows.account().encoding(text.encoding());
    this.lines = text.text().split("\r\n|\r|\n", -1);
    this.header = ArffHeader.parse(file, lines);
    this.isLabel = labels(options);
    this.columnOf = new int[isLabel.length];
    this.isNumber = new boolean[isLabel.length];
    this.leftOut = new String[isLabel.length];
    this.cells = new Cells[isLabel.length];
    for (int i = 0; i < columnOf.length; i++) {
      ArffHeader.Attribute attribute = header.attributes().get(i);
      boolean nominal = attribute.kind() == ArffHeader.Kind.NOMINAL;
      isNumber[i] = !nominal
          || attribute.values().stream().noneMatch(value -> Float.isNaN(Cells.number(value)));
      // a nominal value that a sparse row leaves out is the first one, as Weka has it
      leftOut[i] = nominal ? attribute.values().get(0) : "0";
      cells[i] = Cells.of(nominal ? attribute.values() : List.of(), options);
      columnOf[i] = isLabel[i] ? -1 : addColumns(attribute, isNumber[i]);
    }
  }

  static Listing read(Path origin, List<Path> files, ReadOptions options) {
    Rows rows = new Rows(
        origin,
        options,
        Format.ARFF.recognised(options, Folders.name(files.get(0)) + " with @relation and @data"));
    FloatTable features = new FloatTable(origin);
    List<ArffHeader.Attribute> first = List.of();
    List<String> names = List.of();
    for (Path file : files) {
      Arff arff = new Arff(file, options, rows, features);
      if (first.isEmpty()) {
        first = arff.header.attributes();
        names = arff.names;
      } else if (!first.equals(arff.header.attributes())) {
        throw new DataException(
            file, "expected the attributes of " + files.get(0) + ", received others");
      }
      arff.read();
    }
    return rows.inOrder(features.content(names));
  }

  private boolean[] labels(ReadOptions options) {
    List<String> attributes =
        header.attributes().stream().map(ArffHeader.Attribute::name).toList();
    boolean[] chosen = new boolean[attributes.size()];
    Set<String> named = new LinkedHashSet<>();
    Matcher meka = MEKA.matcher(header.relation());
    int count = options.labelCount() != 0 ? -options.labelCount() : 0;
    Path xml = labelFile();
    String from = count != 0 ? "--label-count" : options.labels().isEmpty() ? "" : "--labels";
    if (count == 0 && Files.isRegularFile(xml)) {
      from = Folders.name(xml);
      for (Xml.Element element : Xml.elements(xml)) {
        if (element.path().endsWith("/label")) {
          named.add(element.attributes().getOrDefault("name", ""));
        }
      }
    } else if (count == 0 && meka.find()) {
      count = Integer.parseInt(meka.group(1));
      from = "-C in @relation";
    } else if (count == 0) {
      named.addAll(options.labels());
    }
    rows.account().labels("attributes by " + from);
    for (String name : named) {
      int index = attributes.indexOf(name);
      if (index < 0) {
        throw new DataException(
            file, "expected an attribute for the label '" + name + "', found none");
      }
      chosen[index] = true;
    }
    if (Math.abs((long) count) >= chosen.length) {
      throw new DataException(
          file,
          "expected features beside " + Math.abs((long) count) + " labels, found " + chosen.length
              + " attributes");
    }
    Arrays.fill(
        chosen,
        count < 0 ? chosen.length + count : 0,
        count < 0 ? chosen.length : count,
        count != 0);
    for (int i = 0; i < chosen.length; i++) {
      if (named.isEmpty() && count == 0) {
        throw new DataException(
            file,
            "cannot tell its labels: expected " + Folders.name(xml)
                + " (MULAN), -C in @relation (MEKA), or their names (--labels, ReadOptions.labels) or"
                + " number (--label-count)");
      }
      if (chosen[i]) {
        labelNames.add(attributes.get(i));
        rows.declare(attributes.get(i));
      }
    }
    return chosen;
  }

  /** The XML file of the same name, which the parts of a data set share. */
  private Path labelFile() {
    String stem = Folders.name(file).replaceFirst("\\.[^.]*$", "");
    Path own = file.resolveSibling(stem + ".xml");
    return Files.isRegularFile(own)
        ? own
        : file.resolveSibling(stem.replaceFirst("(?i)[-_.](train|test|val)$", "") + ".xml");
  }

  private int addColumns(ArffHeader.Attribute attribute, boolean number) {
    int column = names.size();
    switch (attribute.kind()) {
      case NUMERIC -> names.add(attribute.name());
      case NOMINAL -> {
        if (number) {
          names.add(attribute.name());
        } else {
          attribute.values().forEach(value -> names.add(attribute.name() + "=" + value));
        }
      }
      case OTHER -> {
        rows.problem(
            file,
            "",
            "attribute '" + attribute.name() + "' is neither numeric nor nominal and is left out",
            false);
        return -1;
      }
    }
    return column;
  }

  private void read() {
    Part part = Part.ofFile(Folders.name(file));
    if (part != Part.NONE) {
      rows.account().partsFrom("the name of the file");
    }
    for (int i = header.dataLine(); i < lines.length; i++) {
      String line = lines[i].strip();
      if (line.isEmpty() || line.startsWith("%")) {
        continue;
      }
      String position = "line " + (i + 1);
      try {
        String[] values = line.startsWith("{") ? sparse(line) : dense(line);
        float[] numbers = new float[names.size()];
        byte[] cells = new byte[labelNames.size()];
        int label = 0;
        for (int a = 0; a < values.length; a++) {
          if (isLabel[a]) {
            cells[label++] = label(a, values[a]);
          } else if (columnOf[a] >= 0) {
            set(numbers, a, values[a]);
          }
        }
        String wrong = features.add(numbers);
        if (wrong != null) {
          throw new Unusable(wrong);
        }
        rows.addCells(labelNames, cells, part, file, position);
      } catch (Unusable e) {
        rows.problem(file, position, String.valueOf(e.getMessage()), true);
      }
    }
  }

  /** A row that cannot be used, and why. */
  private static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String why) {
      super(why);
    }
  }

  private String[] dense(String line) throws Unusable {
    List<String> values = ArffTokens.split(line);
    if (values.size() != isLabel.length) {
      throw new Unusable("expected " + isLabel.length + " values, received " + values.size());
    }
    return values.toArray(String[]::new);
  }

  private String[] sparse(String line) throws Unusable {
    if (!line.endsWith("}")) {
      throw new Unusable("expected } at the end of the line");
    }
    String[] values = leftOut.clone();
    ArffTokens tokens = new ArffTokens(line.substring(1, line.length() - 1));
    while (!tokens.atEnd()) {
      String index = tokens.next(" \t");
      String value = tokens.next(",");
      tokens.skip(',');
      int at = index(index);
      if (at < 0 || at >= values.length) {
        throw new Unusable("expected an index of 0 to " + (values.length - 1) + ", received '"
            + ArffHeader.shorten(index) + "'");
      }
      values[at] = value;
    }
    return values;
  }

  /** A whole number below 10^9, or -1. */
  private static int index(String text) {
    int value = text.isEmpty() || text.length() > 9 ? -1 : 0;
    for (int i = 0; i < text.length() && value >= 0; i++) {
      int digit = text.charAt(i) - '0';
      value = digit < 0 || digit > 9 ? -1 : value * 10 + digit;
    }
    return value;
  }

  private byte label(int attribute, String text) throws Unusable {
    byte cell = cells[attribute].label(text);
    if (cell == Cells.BAD) {
      throw new Unusable(
          "expected 0 or 1 for label '" + header.attributes().get(attribute).name()
              + "', received '" + ArffHeader.shorten(text) + "'");
    }
    return cell;
  }

  private void set(float[] numbers, int index, String text) throws Unusable {
    ArffHeader.Attribute attribute = header.attributes().get(index);
    int column = columnOf[index];
    if (!isNumber[index]) {
      int value = attribute.values().indexOf(text);
      if (value < 0) {
        throw new Unusable("expected a value of '" + attribute.name() + "', received '"
            + ArffHeader.shorten(text) + "'");
      }
      numbers[column + value] = 1;
      return;
    }
    numbers[column] = Cells.number(text);
    if (Float.isNaN(numbers[column])) {
      throw new Unusable("expected a number for '" + attribute.name() + "', received '"
          + ArffHeader.shorten(text) + "'");
    }
  }
}
