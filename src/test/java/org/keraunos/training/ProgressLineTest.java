package org.keraunos.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keraunos.testing.NoControl;
import org.keraunos.training.Callback.EpochBegin;
import org.keraunos.training.Callback.EpochEnd;
import org.keraunos.training.Callback.TrainBegin;

class ProgressLineTest {
  @Test
  void theBarGivesWayToTheFiguresAndNoneIsCut() {
    Map<String, Double> logs = new LinkedHashMap<>();
    logs.put("loss", 0.12345);
    logs.put("accuracy", 0.98765);
    logs.put("f1_score", 0.5);
    String wide = ProgressLine.line("Epoch 1/10", 4000, 10_000, 2, logs, 150);
    assertThat(wide)
        .isEqualTo("Epoch 1/10 [" + "=".repeat(16) + " ".repeat(24) + "]  40 % 4000/10000"
            + " (2,000 images/s, 3 s left) - loss: 0.1235 - accuracy: 0.9877 - f1_score: 0.5000");
    for (int width = 30; width < 150; width++) {
      String line = ProgressLine.line("Epoch 1/10", 4000, 10_000, 2, logs, width);
      assertThat(line.length()).isLessThanOrEqualTo(width);
      if (width >= 80) {
        assertThat(line).contains("accuracy: 0.9877");
      }
      assertThat(line.replaceAll("(loss|accuracy|f1_score): \\d\\.\\d{4}", ""))
          .as("a figure that is cut")
          .doesNotContain(": ");
    }
  }

  @Test
  void anEpochThatIsOverLeavesItsFiguresInPlaceOfTheBar() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ProgressLine line = new ProgressLine(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    line.onTrainBegin(new TrainBegin(1, 64, 32, new NoControl()));
    line.onEpochBegin(new EpochBegin(0, new NoControl()));
    line.onEpochEnd(new EpochEnd(0, Map.of("loss", 0.25), 1.5, 0.031, new NoControl()));
    String[] written = bytes.toString(StandardCharsets.UTF_8).split("[\r\n]+");
    assertThat(written[written.length - 1])
        .isEqualTo("Epoch 1/1 - 1.5s - loss: 0.2500 - input wait: 3.1 %");
  }
}
