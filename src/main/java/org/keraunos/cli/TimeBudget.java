package org.keraunos.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.recipes.Found;
import org.keraunos.recipes.SearchOptions;
import picocli.CommandLine.Option;

/** The option that says how long a search may take. */
final class TimeBudget {
  static final String OPTION = "--time-budget";

  @Option(
      names = OPTION,
      paramLabel = "N[s|m|h]",
      description = "How long --recipe auto may search, 90s, 10m or 1h; 10m.")
  private @Nullable String budget;

  TimeBudget() {}

  /** The time. */
  Duration time() {
    if (budget == null) {
      return SearchOptions.BUDGET;
    }
    Matcher parts = Pattern.compile("([1-9][0-9]{0,5})([smh]?)").matcher(budget);
    Check.argument(
        parts.matches(), OPTION, "seconds, minutes or hours such as 90s, 10m, 1h", budget);
    long number = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "h" -> Duration.ofHours(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofSeconds(number);
    };
  }

  /** What was asked for and found, for a report. */
  Map<String, Object> toMap(Found found) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("recipe", RecipeOption.AUTO);
    map.put("found", found.best().name());
    map.put("time_budget", time().toSeconds());
    map.put("thresholds", found.thresholds().criterion().name());
    return map;
  }
}
