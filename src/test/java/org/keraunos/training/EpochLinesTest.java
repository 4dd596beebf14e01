package org.keraunos.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keraunos.testing.NoControl;
import org.keraunos.training.Callback.EpochEnd;
import org.keraunos.training.Callback.TrainBegin;

class EpochLinesTest {
  @Test
  void aLineHasTimeFiguresAndHowLongTheStepsWaitedForData() {
    Map<String, Double> logs = new LinkedHashMap<>();
    logs.put("loss", 0.5);
    logs.put("val_accuracy", 0.98765);
    logs.put("learning_rate", 2e-5);
    List<String> out = new ArrayList<>();
    EpochLines lines = new EpochLines(out::add);
    lines.onTrainBegin(new TrainBegin(12, 100, 32, new NoControl()));
    lines.onEpochEnd(new EpochEnd(2, logs, 61.55, 0.0042, new NoControl()));
    assertThat(out)
        .containsExactly(
            "Epoch 3/12 - 61.6s - loss: 0.5000 - val_accuracy: 0.9877 - learning_rate: 2.0000e-05"
                + " - input wait: 0.4 %");
  }
}
