package org.keraunos.training;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keraunos.base.Check;

/**
 * A path with places for numbers, as Python formats them: {@code {epoch:02d}},
 * {@code {val_loss:.2f}}.
 */
final class PathPattern {
  private static final Pattern FIELD =
      Pattern.compile("\\{(\\w+)(?::(0?)(\\d*)(?:\\.(\\d+))?([df]?))?\\}");
  private static final List<String> COUNTED = List.of("epoch", "batch");

  private final String text;
  private final String owner;
  private final List<String> between = new ArrayList<>();
  private final List<Field> fields = new ArrayList<>();

  /** What a place says: digits behind the point, or -1 for the number as it is. */
  private record Field(String name, boolean zeros, int width, int digits) {}

  /**
   * Reads a pattern.
   *
   * @param owner what is said in messages: {@code ModelCheckpoint.filepath}
   * @param text the pattern
   */
  PathPattern(String owner, String text) {
    this.owner = owner;
    this.text = text;
    Matcher matcher = FIELD.matcher(text);
    int from = 0;
    while (matcher.find()) {
      between.add(text.substring(from, matcher.start()));
      fields.add(field(matcher));
      from = matcher.end();
    }
    between.add(text.substring(from));
    for (String literal : between) {
      check(literal.indexOf('{') < 0 && literal.indexOf('}') < 0);
    }
  }

  private void check(boolean readable) {
    Check.argument(
        readable,
        owner,
        "a path with places such as {epoch}, {epoch:02d}, {batch} and {val_loss:.2f}",
        text);
  }

  private Field field(Matcher matcher) {
    String name = matcher.group(1);
    String kind = matcher.group(5) == null ? "" : matcher.group(5);
    boolean counted = COUNTED.contains(name);
    check(kind.equals("d") ? counted && matcher.group(4) == null : true);
    check(matcher.group(4) == null || kind.equals("f"));
    int digits = kind.equals("f") ? matcher.group(4) == null ? 6 : number(matcher.group(4)) : -1;
    return new Field(name, "0".equals(matcher.group(2)), number(matcher.group(3)), digits);
  }

  private static int number(String digits) {
    return digits == null || digits.isEmpty() ? 0 : Integer.parseInt(digits);
  }

  /**
   * The path of an epoch.
   *
   * @param epoch from 0
   * @param batch from 0; -1 where there is none
   * @param logs the figures, asked for if the pattern names one
   */
  String format(int epoch, int batch, Supplier<Map<String, Double>> logs) {
    StringBuilder path = new StringBuilder(between.get(0));
    for (int i = 0; i < fields.size(); i++) {
      path.append(text(fields.get(i), epoch, batch, logs)).append(between.get(i + 1));
    }
    return path.toString();
  }

  private String text(Field field, int epoch, int batch, Supplier<Map<String, Double>> logs) {
    if (field.name().equals("epoch")) {
      return padded(field, shown(field, epoch + 1));
    }
    if (field.name().equals("batch") && batch >= 0) {
      return padded(field, shown(field, batch + 1));
    }
    Map<String, Double> known = new HashMap<>(logs.get());
    Double value = known.get(field.name());
    if (value == null) {
      throw Check.bad(owner, "names of figures, of " + logs.get().keySet(), field.name());
    }
    return padded(field, shown(field, value));
  }

  private static String shown(Field field, double value) {
    if (field.digits() >= 0 && Double.isFinite(value)) {
      return new BigDecimal(value)
          .setScale(field.digits(), RoundingMode.HALF_EVEN)
          .toPlainString();
    }
    boolean count = COUNTED.contains(field.name());
    return count ? String.valueOf((long) value) : String.valueOf(value);
  }

  private static String padded(Field field, String shown) {
    String fill = field.zeros() ? "0" : " ";
    return fill.repeat(Math.max(0, field.width() - shown.length())) + shown;
  }

  @Override
  public String toString() {
    return text;
  }
}
