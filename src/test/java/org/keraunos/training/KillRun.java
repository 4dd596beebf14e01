package org.keraunos.training;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.keraunos.Model;
import org.keraunos.base.NamedArray;
import org.keraunos.base.NamedArrays;
import org.keraunos.base.Stateful;

/**
 * A program that trains with checkpoints, from the newest if there is one, and says on standard
 * output where it is, a word a line, so that it can be killed there: {@code CASE FOLDER}. What it
 * comes to goes into {@code FOLDER/end}.
 */
final class KillRun {
  private KillRun() {}

  public static void main(String... arguments) {
    CheckpointCases which = CheckpointCases.valueOf(arguments[0]);
    Path folder = Path.of(arguments[1]);
    try (Model model = which.model()) {
      say("begin");
      History history = model.fit(which.data(), fit -> {
        which.fit(fit, folder);
        fit.callbacks(new Slow(), new Callback() {
          @Override
          public void onTestBegin(TestBegin event) {
            say("validation");
          }

          @Override
          public void onEpochEnd(EpochEnd event) {
            say("export");
            event.control().saveTo(folder.resolve("model"));
            say("exported");
          }

          @Override
          public void onBatchEnd(BatchEnd event) {
            say("step");
          }
        });
        fit.backupAndRestore(
            folder.resolve("checkpoints"), o -> o.everySteps(2).keep(2).remarks(KillRun::remark));
      });
      say("export");
      model.export(folder.resolve("model"));
      say("exported");
      end(history, model.getWeights()).writeTo(folder.resolve("end"));
      say("end");
    }
  }

  /** Keeps something, and takes its time, so that it can be killed at it. */
  private static final class Slow implements Callback, Stateful {
    private double best = Double.POSITIVE_INFINITY;

    @Override
    public void onEpochEnd(EpochEnd event) {
      say("callback");
      best = Math.min(best, event.logs().getOrDefault("loss", best));
      LockSupport.parkNanos(5_000_000);
    }

    @Override
    public List<NamedArray> state() {
      return List.of(NamedArrays.of("best", best));
    }

    @Override
    public void restore(List<NamedArray> state) {
      best = NamedArrays.get(state, "best").toDoubles()[0];
    }
  }

  private static TrainingState end(History history, List<NamedArray> weights) {
    List<NamedArray> all = new ArrayList<>();
    all.add(TrainingState.position(0, 0, 0, false, 0, Phase.FINISHED, 0));
    all.addAll(NamedArrays.below("weights/", weights));
    all.addAll(NamedArrays.below("history/", HistoryArrays.of(history.epochs())));
    return TrainingState.of(all, Map.of());
  }

  private static void remark(String text) {
    System.err.println(text);
  }

  private static void say(String word) {
    byte[] line = (word + "\n").getBytes(StandardCharsets.US_ASCII);
    System.out.write(line, 0, line.length);
    System.out.flush();
  }
}
