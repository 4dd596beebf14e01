package org.keraunos.metrics;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.keraunos.base.Check;
import org.keraunos.base.Labels;

/**
 * What the count metrics have in common: rates of one problem under one set of options, and their
 * warnings.
 */
final class Figures {
  static final Set<OptionKey> PER_LABEL =
      EnumSet.of(OptionKey.LABELS, OptionKey.ZERO_DIVISION, OptionKey.SAMPLE_WEIGHT);
  static final Set<OptionKey> AVERAGED = EnumSet.of(
      OptionKey.AVERAGE, OptionKey.LABELS, OptionKey.ZERO_DIVISION, OptionKey.SAMPLE_WEIGHT);

  private Figures() {}

  static double average(
      String metric, Rate rate, Labels truth, Labels predicted, Option... settings) {
    Options options = Options.read(metric, AVERAGED, settings);
    Average average = options.average(truth.labels());
    Tally tally = Tally.of(truth, predicted, options, average);
    return average(metric, tally, average, options, rate)[0];
  }

  static double[] average(
      String metric, Tally tally, Average average, Options options, Rate... rates) {
    Division[] divisions = divisions(metric, rates, options);
    double[] result = average.of(metric, tally, rates, divisions);
    boolean samples = average == Average.SAMPLES;
    int results = samples ? tally.rows() : average.results(tally.labels().length);
    warn(metric, samples, results, options, rates, divisions);
    return result;
  }

  static double[] perLabel(
      String metric, Rate rate, Labels truth, Labels predicted, Option... settings) {
    Options options = Options.read(metric, PER_LABEL, settings);
    return perLabel(metric, Tally.of(truth, predicted, options), options, rate)[0];
  }

  static double[][] perLabel(String metric, Tally tally, Options options, Rate... rates) {
    Division[] divisions = divisions(metric, rates, options);
    double[][] result = new double[rates.length][];
    for (int i = 0; i < rates.length; i++) {
      result[i] = tally.perLabel().rates(rates[i], divisions[i]);
    }
    warn(metric, false, tally.labels().length, options, rates, divisions);
    return result;
  }

  private static Division[] divisions(String metric, Rate[] rates, Options options) {
    for (Rate rate : rates) {
      Check.argument(
          rate != Rate.JACCARD || options.zeroDivision() != ZeroDivision.NAN,
          metric + ": zero_division",
          "warn, 0 or 1",
          "nan");
    }
    Division[] divisions = new Division[rates.length];
    Arrays.setAll(divisions, i -> new Division(options.zeroDivision()));
    return divisions;
  }

  private static void warn(
      String metric,
      boolean samples,
      int results,
      Options options,
      Rate[] rates,
      Division[] divisions) {
    for (int i = 0; i < rates.length; i++) {
      if (options.zeroDivision() == ZeroDivision.WARN
          && divisions[i].undefined()
          && rates[i].warns()) {
        options.warnings().warn(rates[i].warning(metric, samples, results));
      }
    }
  }
}
