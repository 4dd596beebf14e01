package org.keraunos.data.readers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.keraunos.base.DataException;

/**
 * What stands before {@code @data} in an ARFF file.
 *
 * @param relation the name of the relation, where MEKA writes its options
 * @param attributes the attributes
 * @param dataLine the line of {@code @data}, from 1
 */
record ArffHeader(String relation, List<Attribute> attributes, int dataLine) {
  /** The kinds of attributes that can be features or labels, and the rest. */
  enum Kind {
    NUMERIC,
    NOMINAL,
    OTHER
  }

  /** An attribute and, if it is nominal, its values. */
  record Attribute(String name, Kind kind, List<String> values) {}

  static ArffHeader parse(Path file, String[] lines) {
    String relation = "";
    List<Attribute> attributes = new ArrayList<>();
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i].strip();
      String lower = line.toLowerCase(Locale.ROOT);
      if (line.isEmpty() || line.startsWith("%")) {
        continue;
      }
      if (lower.startsWith("@relation")) {
        relation = line.substring("@relation".length()).strip();
      } else if (lower.startsWith("@attribute")) {
        attributes.add(
            attribute(file, i + 1, line.substring("@attribute".length()).strip()));
      } else if (lower.startsWith("@data")) {
        if (attributes.isEmpty()) {
          throw new DataException(
              file, "line " + (i + 1), "expected @attribute lines before @data");
        }
        return new ArffHeader(relation, attributes, i + 1);
      } else {
        throw new DataException(
            file,
            "line " + (i + 1),
            "expected @relation, @attribute or @data, received '" + shorten(line) + "'");
      }
    }
    throw new DataException(file, "expected an ARFF file with a line @data, found none");
  }

  private static Attribute attribute(Path file, int line, String text) {
    ArffTokens tokens = new ArffTokens(text);
    String name = tokens.next(" \t{");
    String type = tokens.rest().strip();
    String lower = type.toLowerCase(Locale.ROOT);
    if (name.isEmpty() || type.isEmpty()) {
      throw new DataException(
          file, "line " + line, "expected @attribute name type, received '" + shorten(text) + "'");
    }
    if (type.startsWith("{")) {
      if (!type.endsWith("}")) {
        throw new DataException(file, "line " + line, "expected } at the end of the values");
      }
      return new Attribute(
          name, Kind.NOMINAL, ArffTokens.split(type.substring(1, type.length() - 1)));
    }
    boolean number = lower.matches("(numeric|real|integer)\\b.*");
    return new Attribute(name, number ? Kind.NUMERIC : Kind.OTHER, List.of());
  }

  static String shorten(String text) {
    return text.length() > 60 ? text.substring(0, 60) + "..." : text;
  }
}
