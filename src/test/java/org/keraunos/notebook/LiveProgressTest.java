package org.keraunos.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keraunos.testing.NoControl;
import org.keraunos.training.Callback.BatchEnd;
import org.keraunos.training.Callback.EpochBegin;
import org.keraunos.training.Callback.EpochEnd;
import org.keraunos.training.Callback.TrainBegin;
import org.keraunos.training.Callback.TrainEnd;
import org.keraunos.training.FitControl;

class LiveProgressTest {
  private static final FitControl NOBODY = new NoControl();

  private final List<String> screens = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();
  private final LiveProgress progress = new LiveProgress((html, text) -> {
    screens.add(html);
    texts.add(text);
  });

  private static Map<String, Double> logs(double loss) {
    Map<String, Double> logs = new LinkedHashMap<>();
    logs.put("loss", loss);
    logs.put("<acc>", 0.5);
    return logs;
  }

  private void epoch(int epoch) {
    progress.onEpochBegin(new EpochBegin(epoch, new NoControl()));
    for (int step = 0; step < 50; step++) {
      progress.onBatchEnd(new BatchEnd(epoch, step, step + 1, () -> logs(1), new NoControl()));
    }
    progress.onEpochEnd(new EpochEnd(epoch, logs(1.0 / (epoch + 1)), 61.5, 0.004, NOBODY));
  }

  @Test
  void beginsWithABarAndEndsWithATableOfAllEpochs() {
    progress.onTrainBegin(new TrainBegin(2, 50, 1, NOBODY));
    epoch(0);
    epoch(1);
    progress.onTrainEnd(new TrainEnd(2, NOBODY));
    assertThat(screens.get(0)).contains("<progress max=\"50\" value=\"0\"");
    assertThat(texts.get(0)).startsWith("Epoch 1 of 2: 0 of 50 rows");
    String last = screens.get(screens.size() - 1);
    assertThat(last).doesNotContain("<progress");
    assertThat(Fragments.table(last, 0))
        .containsExactly(
            List.of("epoch", "time", "loss", "<acc>", "input wait"),
            List.of("1", "1 min 01 s", "1.0000", "0.5000", "0.4 %"),
            List.of("2", "1 min 01 s", "0.5000", "0.5000", "0.4 %"));
    assertThat(texts.get(texts.size() - 1))
        .startsWith("2 of 2 epochs, 50 rows each")
        .contains("epoch 2: loss 0.5000");
  }

  @Test
  void everyScreenIsWellFormed() {
    progress.onTrainBegin(new TrainBegin(1, 50, 1, NOBODY));
    epoch(0);
    progress.onTrainEnd(new TrainEnd(1, NOBODY));
    assertThat(screens).isNotEmpty().allSatisfy(Fragments::parse);
  }

  @Test
  void saysThatItWasInterruptedOrStopped() {
    progress.onTrainBegin(new TrainBegin(3, 50, 1, NOBODY));
    epoch(0);
    progress.onEpochBegin(new EpochBegin(1, new NoControl()));
    progress.onTrainEnd(new TrainEnd(1, NOBODY));
    assertThat(texts.get(texts.size() - 1)).contains("1 of 3 epochs").contains(", interrupted");

    LiveProgress stopped = new LiveProgress((html, text) -> texts.add(text));
    stopped.onTrainBegin(new TrainBegin(3, 50, 1, NOBODY));
    stopped.onEpochBegin(new EpochBegin(0, new NoControl()));
    stopped.onEpochEnd(new EpochEnd(0, logs(1), 1, 0, NOBODY));
    stopped.onTrainEnd(new TrainEnd(1, NOBODY));
    assertThat(texts.get(texts.size() - 1)).contains(", stopped early");
  }

  @Test
  void ofManyEpochsTheLastAreShown() {
    progress.onTrainBegin(new TrainBegin(30, 50, 1, NOBODY));
    for (int epoch = 0; epoch < 30; epoch++) {
      epoch(epoch);
    }
    progress.onTrainEnd(new TrainEnd(30, NOBODY));
    List<List<String>> table = Fragments.table(screens.get(screens.size() - 1), 0);
    assertThat(table).hasSize(13);
    assertThat(table.get(12).get(0)).isEqualTo("30");
  }
}
