package org.keraunos.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.CheckReturnValue;
import org.keraunos.base.Labels;

/**
 * Precision, recall, F1 and support of each label and their averages: scikit-learn's
 * {@code classification_report} as a value, as the map that {@code output_dict} gives, and as its
 * text, equal character for character.
 *
 * <pre>{@code
 * ClassificationReport report = classificationReport(t, p, o -> o.targetNames("cat", "dog"));
 * report.macro().f1();
 * report.label("cat").recall();
 * System.out.println(report);
 * }</pre>
 */
public final class ClassificationReport {
  private static final Set<OptionKey> OPTIONS = EnumSet.of(
      OptionKey.LABELS, OptionKey.ZERO_DIVISION, OptionKey.SAMPLE_WEIGHT, OptionKey.TARGET_NAMES);
  private static final List<Average> AVERAGES =
      List.of(Average.MICRO, Average.MACRO, Average.WEIGHTED, Average.SAMPLES);
  private static final String METRIC = "classification_report";
  private static final String MICRO = "micro avg";
  private static final int NARROWEST = "weighted avg".length();

  /**
   * A line of the report.
   *
   * @param name the label's name, or for example {@code macro avg}
   * @param precision precision
   * @param recall recall
   * @param f1 F1
   * @param support number, or weight, of true rows; for an average the sum
   */
  public record Line(String name, double precision, double recall, double f1, double support) {}

  private final List<Line> labels;
  private final List<Line> averages;
  private final OptionalDouble accuracy;
  private final boolean fractionalSupport;

  private ClassificationReport(
      List<Line> labels, List<Line> averages, OptionalDouble accuracy, boolean fractionalSupport) {
    this.labels = List.copyOf(labels);
    this.averages = List.copyOf(averages);
    this.accuracy = accuracy;
    this.fractionalSupport = fractionalSupport;
  }

  /** Counts once and computes all lines; see {@link LabelMetrics#classificationReport}. */
  static ClassificationReport of(Labels truth, Labels predicted, Option... settings) {
    Options options = Options.read(METRIC, OPTIONS, settings);
    Tally tally = Tally.of(truth, predicted, options);
    boolean noneRight =
        tally.binary() && Tally.columns(truth, predicted, options).noRowIsRight();
    return of(tally, options.targetNames(), noneRight, options);
  }

  /**
   * The report of counts, by names for the labels of the tally; without any right row scikit-learn
   * prints supports of one column as fractions.
   */
  static ClassificationReport of(
      Tally tally, String @Nullable [] targetNames, boolean noneRight, Options options) {
    Rate[] rates = {Rate.PRECISION, Rate.RECALL, Rate.F1};
    double[][] figures = Figures.perLabel(METRIC, tally, options, rates);
    double[] support = tally.perLabel().positives();
    String[] names = names(targetNames, tally);
    List<Line> labels = new ArrayList<>();
    for (int j = 0; j < names.length; j++) {
      labels.add(new Line(names[j], figures[0][j], figures[1][j], figures[2][j], support[j]));
    }
    double total = PythonNumbers.sum(support, 0, support.length);
    List<Line> averages = new ArrayList<>();
    boolean asAccuracy = tally.binary() && tally.complete();
    OptionalDouble accuracy = OptionalDouble.empty();
    for (Average average : AVERAGES) {
      if (average == Average.SAMPLES && tally.binary()) {
        continue;
      }
      double[] means = Figures.average(METRIC, tally, average, options, rates);
      if (average == Average.MICRO && asAccuracy) {
        accuracy = OptionalDouble.of(means[0]);
      }
      averages.add(new Line(average.lowerCase() + " avg", means[0], means[1], means[2], total));
    }
    boolean fractions = tally.weighted() || noneRight;
    return new ClassificationReport(labels, averages, accuracy, fractions);
  }

  private static String[] names(String @Nullable [] given, Tally tally) {
    int[] labels = tally.labels();
    String[] names = new String[labels.length];
    if (given == null) {
      Arrays.setAll(names, j -> Integer.toString(labels[j]));
      return names;
    }
    if (tally.binary() && given.length == 1 && labels.length > 1) {
      Arrays.setAll(names, j -> classNames(given[0])[labels[j]]);
      return names;
    }
    Check.argument(
        given.length == labels.length,
        "target_names",
        tally.binary()
            ? "the label's name, or " + labels.length + ", one a class"
            : labels.length + " names, one a label",
        given.length);
    return given;
  }

  /**
   * What the lines of one label's classes are called: that of the rows that do not have it, and
   * that of those that do.
   */
  static String[] classNames(String label) {
    return new String[] {"not " + label, label};
  }

  /**
   * The labels, in the order asked for.
   *
   * @return a line each
   */
  public List<Line> labels() {
    return labels;
  }

  /**
   * The averages: micro, macro, weighted and, with two columns or more, samples.
   *
   * @return a line each
   */
  public List<Line> averages() {
    return averages;
  }

  /**
   * The micro average: of all labels together.
   *
   * @return its line; with one column the accuracy of its classes
   */
  public Line micro() {
    return average(MICRO);
  }

  /**
   * The macro average: the plain mean over the labels.
   *
   * @return its line
   */
  public Line macro() {
    return average("macro avg");
  }

  /**
   * The weighted average: the mean over the labels by their support.
   *
   * @return its line
   */
  public Line weighted() {
    return average("weighted avg");
  }

  /**
   * The samples average: the mean over the rows.
   *
   * @return its line
   * @throws IllegalArgumentException with one column, where scikit-learn has none
   */
  public Line samples() {
    return average("samples avg");
  }

  private Line average(String name) {
    return line(averages, "average", name);
  }

  /**
   * The line of a label.
   *
   * @param name as the report prints it
   * @return its line
   * @throws IllegalArgumentException if there is no such label
   */
  public Line label(String name) {
    return line(labels, "label", name);
  }

  private static Line line(List<Line> lines, String argument, String name) {
    return lines.stream()
        .filter(line -> line.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> Check.bad(argument, "one of " + lines.stream().map(Line::name).toList(), name));
  }

  /**
   * The same report with other names.
   *
   * @param rename takes a label's name and gives the one to print
   * @return a changed copy
   */
  @CheckReturnValue
  public ClassificationReport named(UnaryOperator<String> rename) {
    List<Line> renamed = labels.stream()
        .map(line -> new Line(
            rename.apply(line.name()), line.precision(), line.recall(), line.f1(), line.support()))
        .toList();
    return new ClassificationReport(renamed, averages, accuracy, fractionalSupport);
  }

  /**
   * The accuracy that stands in place of the micro average when there is one column and no class is
   * left out.
   *
   * @return the accuracy, or empty
   */
  public OptionalDouble accuracy() {
    return accuracy;
  }

  /**
   * What scikit-learn gives with {@code output_dict=True}.
   *
   * @return name to a map of {@code precision}, {@code recall}, {@code f1-score} and
   *     {@code support}, in order; {@code accuracy} to a number
   */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    for (Line line : labels) {
      map.put(line.name(), toMap(line));
    }
    for (Line line : averages) {
      if (accuracy.isPresent() && line.name().equals(MICRO)) {
        map.put("accuracy", accuracy.getAsDouble());
      } else {
        map.put(line.name(), toMap(line));
      }
    }
    return map;
  }

  private static Map<String, Object> toMap(Line line) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("precision", line.precision());
    map.put("recall", line.recall());
    map.put("f1-score", line.f1());
    map.put("support", line.support());
    return map;
  }

  /**
   * scikit-learn's text.
   *
   * @param digits decimals, at least 0
   * @return several lines, the last with its line end
   */
  public String text(int digits) {
    Check.argument(digits >= 0, "digits", "at least 0", digits);
    int width = Math.max(NARROWEST, digits);
    for (Line line : labels) {
      width = Math.max(width, line.name().codePointCount(0, line.name().length()));
    }
    StringBuilder text = new StringBuilder();
    right(text, "", width).append(' ');
    for (String head : new String[] {"precision", "recall", "f1-score", "support"}) {
      right(text.append(' '), head, 9);
    }
    text.append("\n\n");
    for (Line line : labels) {
      append(text, line, width, digits);
    }
    text.append('\n');
    for (Line line : averages) {
      if (accuracy.isPresent() && line.name().equals(MICRO)) {
        right(text, "accuracy", width).append(' ');
        right(right(text.append(' '), "", 9).append(' '), "", 9).append(' ');
        right(text, PythonNumbers.fixed(line.f1(), digits), 9).append(' ');
        right(text, support(line), 9).append('\n');
      } else {
        append(text, line, width, digits);
      }
    }
    return text.toString();
  }

  /** The text with two decimals, scikit-learn's default. */
  @Override
  public String toString() {
    return text(2);
  }

  private void append(StringBuilder text, Line line, int width, int digits) {
    right(text, line.name(), width).append(' ');
    for (double figure : new double[] {line.precision(), line.recall(), line.f1()}) {
      right(text.append(' '), PythonNumbers.fixed(figure, digits), 9);
    }
    right(text.append(' '), support(line), 9).append('\n');
  }

  private String support(Line line) {
    return fractionalSupport
        ? PythonNumbers.shortest(line.support())
        : Long.toString((long) line.support());
  }

  private static StringBuilder right(StringBuilder text, String cell, int width) {
    return text.append(" ".repeat(Math.max(0, width - cell.codePointCount(0, cell.length()))))
        .append(cell);
  }
}
