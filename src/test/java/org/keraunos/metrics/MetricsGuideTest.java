package org.keraunos.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.keraunos.metrics.Average.MACRO;
import static org.keraunos.metrics.Average.MICRO;
import static org.keraunos.metrics.LabelMetrics.f1Score;
import static org.keraunos.metrics.LabelMetrics.recallScorePerLabel;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of docs/guide/metrics.md name every function there is, and no other. */
class MetricsGuideTest {
  @Test
  void theTableNamesEveryFunction() throws IOException {
    Set<String> functions = new TreeSet<>();
    for (Class<?> each : new Class<?>[] {
      LabelMetrics.class,
      ConfusionMetrics.class,
      RankingMetrics.class,
      Curves.class,
      ProbabilityMetrics.class,
      RetrievalMetrics.class
    }) {
      Stream.of(each.getDeclaredMethods())
          .filter(method -> Modifier.isPublic(method.getModifiers()))
          .map(Method::getName)
          .forEach(functions::add);
    }
    Set<String> named = new TreeSet<>();
    String page = Files.readString(Path.of("docs/guide/metrics.md"));
    String table = page.substring(page.indexOf("## Which function"), page.indexOf("Not here,"));
    for (String row : table.lines().filter(line -> line.startsWith("| ")).toList()) {
      Matcher name = Pattern.compile("`([a-z][A-Za-z0-9]*)`").matcher(row.split("\\|")[2]);
      while (name.find()) {
        named.add(name.group(1));
      }
    }
    assertThat(named).isEqualTo(functions);
  }

  @Test
  void theFirstExampleSaysWhatComesOut() {
    int[][] truth = {{1, 0, 1}, {0, 1, 0}, {1, 1, 0}};
    int[][] predicted = {{1, 0, 0}, {0, 1, 0}, {1, 0, 1}};
    assertThat(f1Score(truth, predicted, MACRO)).isEqualTo(0.5555555555555555);
    assertThat(f1Score(truth, predicted, MICRO, o -> o.labels(0, 2))).isEqualTo(0.6666666666666666);
    assertThat(recallScorePerLabel(truth, predicted)).containsExactly(1, .5, 0);
  }
}
