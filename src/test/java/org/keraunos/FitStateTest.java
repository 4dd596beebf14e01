package org.keraunos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.metrics.StreamingMetrics.accuracy;
import static org.keraunos.optimizers.Optimizers.adam;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.keraunos.base.NamedArray;
import org.keraunos.data.Dataset;
import org.keraunos.metrics.Metric;
import org.keraunos.metrics.Tracker;
import org.keraunos.training.Callback;
import org.keraunos.training.EarlyStopping;
import org.keraunos.training.FitControl;
import org.keraunos.training.FitOptions;
import org.keraunos.training.History;
import org.keraunos.training.TrainingState;

/** What a training is begun from and what it leaves: states and failures. */
class FitStateTest {
  private static final Dataset DATA = TrainingTest.scenes(40, 1);

  private static Model compiled() {
    Model model = TrainingTest.network(1);
    model.compile(adam(), binaryCrossentropy(), accuracy());
    return model;
  }

  /** Asks for the state in every event. */
  private static final class Asking implements Callback {
    final List<String> events = new ArrayList<>();
    final List<TrainingState> states = new ArrayList<>();

    private void ask(String event, FitControl control) {
      events.add(event);
      control.state(state -> {
        events.add("state of " + event);
        states.add(state);
      });
    }

    @Override
    public void onTrainBegin(TrainBegin event) {
      ask("train begin", event.control());
    }

    @Override
    public void onEpochBegin(EpochBegin event) {
      ask("epoch begin", event.control());
    }

    @Override
    public void onBatchEnd(BatchEnd event) {
      ask("step", event.control());
    }

    @Override
    public void onEpochEnd(EpochEnd event) {
      ask("epoch end", event.control());
    }

    @Override
    public void onTrainEnd(TrainEnd event) {
      ask("train end", event.control());
    }
  }

  @Test
  void everyEventGivesTheStateOfItsTime() {
    Asking asking = new Asking();
    try (Model model = compiled()) {
      model.fit(DATA, fit -> fit.batchSize(20).verbose(false).callbacks(asking));
    }
    assertThat(asking.events)
        .containsExactly(
            "train begin",
            "state of train begin",
            "epoch begin",
            "state of epoch begin",
            "step",
            "state of step",
            "step",
            "state of step",
            "epoch end",
            "state of epoch end",
            "train end",
            "state of train end");
    assertThat(asking.states.stream().map(state -> state.epoch() + "." + state.step()))
        .containsExactly("0.0", "0.0", "0.1", "0.2", "1.0", "1.0");
    assertThat(asking.states.get(0).firstDifference(asking.states.get(1)))
        .as("the phase")
        .hasValue("position at 5: 0.0 against 1.0");
    assertThat(asking.states.get(1).firstDifference(asking.states.get(2)))
        .hasValue("position at 1: 0.0 against 1.0");
  }

  @Test
  void everyStateGoesOnToTheSameEnd() {
    Asking asking = new Asking();
    List<NamedArray> whole;
    History history;
    try (Model model = compiled()) {
      history =
          model.fit(DATA, fit -> fit.batchSize(16).epochs(2).verbose(false).callbacks(asking));
      whole = model.getWeights();
    }
    for (TrainingState state : asking.states) {
      try (Model model = compiled()) {
        History resumed =
            model.fit(DATA, fit -> fit.batchSize(16).epochs(2).verbose(false).resume(state));
        assertThat(model.getWeights()).as(state.toString()).isEqualTo(whole);
        assertThat(resumed.epochs()).isEqualTo(history.epochs());
        assertThat(resumed.inputWaitShares()).hasSize(2);
      }
    }
  }

  @Test
  void aTrainingThatIsAnotherIsRefused() {
    Asking asking = new Asking();
    try (Model model = compiled()) {
      model.fit(
          DATA, fit -> fit.batchSize(20).callbacks(new EarlyStopping().monitor("loss"), asking));
      TrainingState state = asking.states.get(2);
      Consumer<FitOptions> same = fit -> fit.batchSize(20).verbose(false).resume(state);
      EarlyStopping stopping = new EarlyStopping().monitor("loss");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.fit(DATA, same))
          .withMessageStartingWith("resume: options: callbacks: expected [{place=0, class=Early")
          .withMessageEndingWith("... as in the checkpoint, received []");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.fit(DATA, same.andThen(fit -> fit.batchSize(16))))
          .withMessage("resume: options: batchSize: expected 20 as in the checkpoint, received 16");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.fit(DATA, same.andThen(fit -> fit.shuffle(false))))
          .withMessage(
              "resume: options: shuffle: expected true as in the checkpoint, received false");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.fit(DATA.take(30), same))
          .withMessage("resume: data: rows: expected 40 as in the checkpoint, received 30");
      assertThat(model.fit(DATA, same.andThen(fit -> fit.callbacks(stopping))).epochs())
          .hasSize(1);
      try (Model other = TrainingTest.network(2)) {
        other.compile(adam(), binaryCrossentropy(), accuracy());
        assertThatIllegalArgumentException()
            .isThrownBy(() -> other.fit(DATA, same))
            .withMessage("resume: options: seed: expected 1 as in the checkpoint, received 2");
      }
    }
  }

  /** Interrupts the thread that trains when rows are counted so many times. */
  private record InterruptingMetric(int at, AtomicInteger updates) implements Metric {
    @Override
    public String name() {
      return "updates";
    }

    @Override
    public Tracker tracker(int labels) {
      return new Tracker() {
        @Override
        public void update(float[] truth, float[] scores, float[] rowWeights, int rows) {
          if (updates.incrementAndGet() == at) {
            Thread.currentThread().interrupt();
          }
        }

        @Override
        public double result() {
          return 0;
        }

        @Override
        public void reset() {}
      };
    }
  }

  @Test
  void anInterruptWhileValidatingEndsThere() {
    AtomicInteger updates = new AtomicInteger();
    try (Model model = TrainingTest.network(1)) {
      model.compile(adam(), binaryCrossentropy(), new InterruptingMetric(5 + 2, updates));
      History history =
          model.fit(DATA, fit -> fit.batchSize(8).epochs(3).validationData(DATA).verbose(false));
      assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
      assertThat(history.interrupted()).isTrue();
      assertThat(history.epochs()).as("figures of a part are none").isEmpty();
      assertThat(updates).as("steps and batches").hasValue(7);
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void anInterruptAtTheEndOfAnEpochEndsThere() {
    AtomicInteger steps = new AtomicInteger();
    try (Model model = compiled()) {
      History history = model.fit(
          DATA,
          fit -> fit.batchSize(8).epochs(3).verbose(false).callbacks(new Callback() {
            @Override
            public void onBatchEnd(BatchEnd event) {
              steps.incrementAndGet();
            }

            @Override
            public void onEpochEnd(EpochEnd event) {
              Thread.currentThread().interrupt();
            }
          }));
      assertThat(history.epochs()).hasSize(1);
      assertThat(history.interrupted()).isTrue();
      assertThat(steps).hasValue(5);
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void theFirstOfSeveralFailuresIsTheOneThatIsSeen() {
    Callback failing = new Callback() {
      @Override
      public void onBatchEnd(BatchEnd event) {
        throw new UnsupportedOperationException("in a step");
      }

      @Override
      public void onTrainEnd(TrainEnd event) {
        throw new UnsupportedOperationException("at the end");
      }
    };
    try (Model model = compiled()) {
      assertThatThrownBy(() -> model.fit(DATA, fit -> fit.verbose(false).callbacks(failing)))
          .hasMessage("in a step")
          .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessage("at the end"));
    }
  }

  @Test
  void figuresThatDoNotExistHaveNoDirection() {
    List<Boolean> higher = new ArrayList<>();
    try (Model model = compiled()) {
      model.fit(
          DATA,
          fit -> fit.verbose(false).callbacks(new Callback() {
            @Override
            public void onTrainBegin(TrainBegin event) {
              higher.add(event.control().higherIsBetter("val_accuracy"));
              higher.add(event.control().higherIsBetter("loss"));
              assertThatIllegalArgumentException()
                  .isThrownBy(() -> event.control().higherIsBetter("acuracy"))
                  .withMessage("figure: expected one of [loss, accuracy], received acuracy");
            }
          }));
    }
    assertThat(higher).containsExactly(true, false);
  }
}
