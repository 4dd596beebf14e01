package org.keraunos.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keraunos.testing.NoControl;
import org.keraunos.training.Callback.EpochBegin;
import org.keraunos.training.Callback.EpochEnd;
import org.keraunos.training.Callback.TrainBegin;

class ProgressLineTest {
  @Test
  void anEpochThatIsOverLeavesItsFiguresInPlaceOfTheBar() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ProgressLine line = new ProgressLine(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    line.onTrainBegin(new TrainBegin(1, 64, 32, new NoControl()));
    line.onEpochBegin(new EpochBegin(0));
    line.onEpochEnd(new EpochEnd(0, Map.of("loss", 0.25), 1.5, 0.031, new NoControl()));
    String[] written = bytes.toString(StandardCharsets.UTF_8).split("[\r\n]+");
    assertThat(written[written.length - 1])
        .isEqualTo("Epoch 1/1 - 1.5s - loss: 0.2500 - input wait: 3.1 %");
  }
}
