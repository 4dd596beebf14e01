package org.keraunos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.metrics.StreamingMetrics.accuracy;
import static org.keraunos.metrics.StreamingMetrics.auc;
import static org.keraunos.optimizers.Optimizers.adam;
import static org.keraunos.optimizers.Optimizers.sgd;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keraunos.base.DataException;
import org.keraunos.base.NamedArray;
import org.keraunos.base.Shape;
import org.keraunos.data.Dataset;
import org.keraunos.data.Feature;
import org.keraunos.data.FloatColumn;
import org.keraunos.data.Scaling;
import org.keraunos.metrics.Metric;
import org.keraunos.metrics.Tracker;
import org.keraunos.training.CSVLogger;
import org.keraunos.training.Callback;
import org.keraunos.training.EarlyStopping;
import org.keraunos.training.FitControl;
import org.keraunos.training.History;
import org.keraunos.training.LambdaCallback;
import org.keraunos.training.ModelCheckpoint;
import org.keraunos.training.Monitor;
import org.keraunos.training.NotFiniteException;
import org.keraunos.training.OnNotFinite;
import org.keraunos.training.ReduceLROnPlateau;

/** Callbacks, interrupts, failures and threads. */
class CallbackTest {
  /** A model whose validation loss is best in its first epoch: the rate is far too high. */
  private static Model diverging() {
    Model model = TrainingTest.linear(1, 1);
    TrainingTest.zeroWeights(model);
    model.compile(sgd(5), binaryCrossentropy());
    return model;
  }

  private static Dataset points(int label) {
    return Dataset.of(new float[] {1, 1, 1, 1}, 1)
        .withLabels(new int[][] {{label}, {label}, {label}, {label}});
  }

  @Test
  void earlyStoppingStopsAndPutsTheBestWeightsBack() {
    List<List<NamedArray>> weights = new ArrayList<>();
    Callback keep = new Callback() {
      @Override
      public void onEpochEnd(EpochEnd event) {
        weights.add(event.control().getWeights());
      }
    };
    try (Model model = diverging()) {
      History history = model.fit(
          points(1),
          fit -> fit.epochs(20)
              .validationData(points(0))
              .callbacks(new EarlyStopping().patience(3).restoreBestWeights(true), keep));
      assertThat(history.epochs()).hasSize(4);
      assertThat(history.get("val_loss")).isSorted();
      assertThat(model.getWeights()).isEqualTo(weights.get(0)).isNotEqualTo(weights.get(3));
    }
    try (Model model = diverging()) {
      model.fit(
          points(1),
          fit ->
              fit.epochs(20).validationData(points(0)).callbacks(new EarlyStopping().patience(3)));
      assertThat(model.getWeights()).as("without restoring").isEqualTo(weights.get(3));
    }
  }

  @Test
  void earlyStoppingKnowsWhichWayIsBetter() {
    for (boolean max : new boolean[] {true, false}) {
      try (Model model = diverging()) {
        History history = model.fit(
            points(1),
            fit -> fit.epochs(6)
                .validationData(points(0))
                .callbacks(new EarlyStopping()
                    .patience(2)
                    .mode(max ? Monitor.Direction.MAX : Monitor.Direction.MIN)));
        assertThat(history.epochs()).hasSize(max ? 6 : 3);
      }
    }
  }

  @Test
  void earlyStoppingAsksTheMetricWhichWayIsBetter() {
    Metric falling = new Metric() {
      @Override
      public String name() {
        return "distance";
      }

      @Override
      public boolean higherIsBetter() {
        return false;
      }

      @Override
      public Tracker tracker(int labels) {
        return new Tracker() {
          private int calls;

          @Override
          public void update(float[] truth, float[] scores, float[] rowWeights, int rows) {
            calls++;
          }

          @Override
          public double result() {
            return calls;
          }

          @Override
          public void reset() {
            calls = 0;
          }
        };
      }
    };
    EarlyStopping stopping = new EarlyStopping().monitor("distance").patience(2);
    try (Model model = TrainingTest.linear(1, 1)) {
      model.compile(sgd(0.1), binaryCrossentropy(), falling);
      assertThat(model.fit(points(1), fit -> fit.epochs(9).callbacks(stopping)).epochs())
          .hasSize(3);
      assertThat(model.fit(points(1), fit -> fit.epochs(9).callbacks(stopping)).epochs())
          .as("the same object serves a second training")
          .hasSize(3);
    }
  }

  @Test
  void aStepsEventComputesFiguresOnlyWhenAsked() {
    int[] results = {0};
    Metric counting = new Metric() {
      @Override
      public String name() {
        return "counting";
      }

      @Override
      public Tracker tracker(int labels) {
        return new Tracker() {
          @Override
          public void update(float[] truth, float[] scores, float[] rowWeights, int rows) {}

          @Override
          public double result() {
            return results[0]++;
          }

          @Override
          public void reset() {}
        };
      }
    };
    try (Model model = TrainingTest.linear(1, 1)) {
      model.compile(sgd(0.1), binaryCrossentropy(), counting, auc());
      model.fit(points(1), fit -> fit.batchSize(1).verbose(false).callbacks(new Callback() {}));
      assertThat(results[0]).as("once, at the epoch's end").isEqualTo(1);
      List<Map<String, Double>> logs = new ArrayList<>();
      model.fit(
          points(1),
          fit -> fit.batchSize(1).verbose(false).callbacks(new Callback() {
            @Override
            public void onBatchEnd(BatchEnd event) {
              logs.add(event.logs());
            }
          }));
      assertThat(logs)
          .hasSize(4)
          .allSatisfy(each -> assertThat(each).containsOnlyKeys("loss", "counting"));
    }
  }

  @Test
  void trainingMayBeStoppedWithinAnEpoch() {
    List<Integer> steps = new ArrayList<>();
    List<Integer> ends = new ArrayList<>();
    try (Model model = TrainingTest.linear(1, 1)) {
      model.compile(sgd(0.1), binaryCrossentropy());
      History history = model.fit(
          points(1),
          fit -> fit.batchSize(1).epochs(5).validationData(points(0)).callbacks(new Callback() {
            @Override
            public void onBatchEnd(BatchEnd event) {
              steps.add(event.step());
              if (event.step() == 1) {
                event.control().stopTraining();
              }
            }

            @Override
            public void onEpochEnd(EpochEnd event) {
              ends.add(event.epoch());
            }
          }));
      assertThat(steps).containsExactly(0, 1);
      assertThat(ends).containsExactly(0);
      assertThat(history.names()).containsExactly("loss", "val_loss");
    }
  }

  @Test
  void aTrainingThatDivergesEndsWithWhereAndWhatToTry() {
    float[] far = {1e15f, -1e15f, 1e15f, -1e15f, 1e15f, -1e15f, 1e15f, -1e15f};
    int[][] labels = {{0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}};
    Dataset data = Dataset.of(far, 1).withLabels(labels);
    for (double rate : new double[] {1e9, 1e38}) {
      try (Model model = TrainingTest.linear(1, 1)) {
        model.compile(sgd(rate), binaryCrossentropy());
        assertThatThrownBy(() -> model.fit(data, fit -> fit.batchSize(2).epochs(20)))
            .isInstanceOf(NotFiniteException.class)
            .hasMessageMatching(
                "the (loss is|weight \\S+ holds) (NaN|-?Infinity) at step \\d+ of epoch"
                    + " \\d+, at a learning rate of \\S+: the training diverged\\. Try .*");
        History history =
            model.fit(data, fit -> fit.batchSize(2).epochs(20).onNotFinite(OnNotFinite.STOP));
        assertThat(history.notFinite()).isPresent();
        assertThat(history.epochs()).isEmpty();
      }
      try (Model model = TrainingTest.linear(1, 1)) {
        model.compile(sgd(1e38), binaryCrossentropy());
        assertThatThrownBy(() -> model.fit(data.take(2), fit -> fit.batchSize(2)))
            .as("a weight that no loss has seen yet")
            .isInstanceOf(NotFiniteException.class)
            .hasMessageContaining("the weight dense/");
      }
    }
  }

  @Test
  void initialEpochGoesOnWhereAnEarlierFitEnded() {
    Dataset data = TrainingTest.scenes(40, 1);
    List<NamedArray> whole;
    try (Model model = TrainingTest.network(1)) {
      model.compile(adam(), binaryCrossentropy());
      model.fit(data, fit -> fit.batchSize(8).epochs(4));
      whole = model.getWeights();
    }
    try (Model model = TrainingTest.network(1)) {
      model.compile(adam(), binaryCrossentropy());
      model.fit(data, fit -> fit.batchSize(8).epochs(2));
      History second = model.fit(data, fit -> fit.batchSize(8).epochs(4).initialEpoch(2));
      assertThat(second.firstEpoch()).isEqualTo(2);
      assertThat(second.epochs()).hasSize(2);
      assertThat(model.getWeights()).isEqualTo(whole);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.fit(data, fit -> fit.epochs(4).initialEpoch(4)))
          .withMessage("initialEpoch: expected below epochs, 4, received 4");
    }
  }

  @Test
  void earlyStoppingOnAnUnknownFigureSaysWhatThereIs() {
    try (Model model = diverging()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() ->
              model.fit(points(1), fit -> fit.callbacks(new EarlyStopping().monitor("val_los"))))
          .withMessage("EarlyStopping.monitor: expected one of [loss], received val_los");
    }
  }

  @Test
  void aFigureOfValidationWithoutValidationIsRefusedBeforeTheFirstStep() {
    try (Model model = diverging()) {
      AtomicInteger steps = new AtomicInteger();
      Callback counts = new LambdaCallback().onBatchEnd(event -> steps.incrementAndGet());
      for (Callback watching : List.of(
          new EarlyStopping(),
          new ReduceLROnPlateau(),
          new ModelCheckpoint("never.keras").saveBestOnly(true))) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> model.fit(points(1), fit -> fit.callbacks(watching, counts)))
            .withMessage(watching.getClass().getSimpleName()
                + ".monitor: expected validationData or validationSplit beside it, received"
                + " val_loss");
      }
      assertThat(steps).hasValue(0);
    }
  }

  @Test
  void csvLoggerWritesALineAnEpoch(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("log.csv");
    try (Model model = TrainingTest.network(1)) {
      model.compile(adam(), binaryCrossentropy(), accuracy());
      Dataset data = TrainingTest.scenes(20, 1);
      History history =
          model.fit(data, fit -> fit.epochs(2).validationData(data).callbacks(new CSVLogger(file)));
      List<String> lines = Files.readAllLines(file);
      assertThat(lines.get(0)).isEqualTo("epoch,accuracy,loss,val_accuracy,val_loss");
      assertThat(lines).hasSize(3);
      String[] second = lines.get(2).split(",");
      assertThat(second[0]).isEqualTo("1");
      assertThat(Double.parseDouble(second[2])).isEqualTo(history.get("loss")[1]);
      assertThat(Double.parseDouble(second[4])).isEqualTo(history.get("val_loss")[1]);
      model.fit(data, fit -> fit.validationData(data).callbacks(new CSVLogger(file, ",", true)));
      assertThat(Files.readAllLines(file)).hasSize(4).element(3).asString().startsWith("0,");
      model.fit(data, fit -> fit.callbacks(new CSVLogger(file, ";", false)));
      assertThat(Files.readAllLines(file))
          .hasSize(2)
          .first()
          .isEqualTo("epoch;accuracy;loss;val_accuracy;val_loss");
      assertThat(Files.readString(file)).endsWith(";NA;NA\r\n");
      assertThatThrownBy(() ->
              model.fit(data, fit -> fit.callbacks(new CSVLogger(file.resolve("below/log.csv")))))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("log.csv");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CSVLogger(file, ", ", false))
        .withMessage("CSVLogger.separator: expected one character, no quote and no line break,"
            + " received , ");
  }

  @Test
  void theRateCanBeChanged() {
    List<Double> rates = new ArrayList<>();
    try (Model model = TrainingTest.linear(1, 1)) {
      model.compile(sgd(0.5), binaryCrossentropy());
      List<List<NamedArray>> weights = new ArrayList<>();
      model.fit(
          points(1),
          fit -> fit.epochs(3).callbacks(new Callback() {
            @Override
            public void onEpochEnd(EpochEnd event) {
              rates.add(event.control().learningRate());
              weights.add(event.control().getWeights());
              event.control().setLearningRate(event.epoch() == 0 ? 1e-30 : 0.25);
            }
          }));
      assertThat(rates).containsExactly(0.5, 1e-30, 0.25);
      assertThat(weights.get(1)).isEqualTo(weights.get(0));
      assertThat(weights.get(2)).isNotEqualTo(weights.get(1));
    }
  }

  @Test
  void anInterruptEndsFitBehindItsStepAndLeavesFlagAndModel() {
    List<Integer> steps = new ArrayList<>();
    List<String> ends = new ArrayList<>();
    Dataset data = TrainingTest.scenes(64, 1);
    try (Model model = TrainingTest.network(1)) {
      model.compile(adam(), binaryCrossentropy());
      History history = model.fit(
          data,
          fit -> fit.batchSize(8).epochs(5).callbacks(new Callback() {
            @Override
            public void onBatchEnd(BatchEnd event) {
              steps.add(event.step());
              if (event.epoch() == 1 && event.step() == 2) {
                Thread.currentThread().interrupt();
              }
            }

            @Override
            public void onTrainEnd(TrainEnd event) {
              ends.add("end after " + event.epochs());
            }
          }));
      assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
      assertThat(history.interrupted()).isTrue();
      assertThat(history.epochs()).hasSize(1);
      assertThat(steps).hasSize(8 + 3);
      assertThat(ends).containsExactly("end after 1");
      assertThat(model.fit(data, fit -> {}).interrupted()).isFalse();
      assertThat(model.predict(data).rows()).isEqualTo(64);
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void everyEpochSaysHowLongItsStepsWaitedForData() {
    Dataset data = TrainingTest.scenes(20, 1);
    List<Double> shares = new ArrayList<>();
    Callback keep = new Callback() {
      @Override
      public void onEpochEnd(EpochEnd event) {
        shares.add(event.inputWaitShare());
      }
    };
    try (Model model = TrainingTest.network(1)) {
      model.compile(adam(), binaryCrossentropy());
      History history =
          model.fit(data, fit -> fit.epochs(3).batchSize(8).validationData(data).callbacks(keep));
      assertThat(shares).hasSize(3).allMatch(share -> share > 0 && share < 1);
      assertThat(history.inputWaitShares())
          .containsExactly(shares.stream().mapToDouble(Double::doubleValue).toArray());
      assertThat(history.inputWaitShare())
          .isBetween(Collections.min(shares), Collections.max(shares));
    }
  }

  @Test
  void aFailingCallbackLeavesTheModelUsable() {
    Dataset data = TrainingTest.scenes(20, 1);
    List<String> ends = new ArrayList<>();
    Callback failing = new Callback() {
      @Override
      public void onBatchEnd(BatchEnd event) {
        throw new UnsupportedOperationException("mine");
      }

      @Override
      public void onTrainEnd(TrainEnd event) {
        ends.add("end");
      }
    };
    try (Model model = TrainingTest.network(1)) {
      model.compile(adam(), binaryCrossentropy());
      assertThatThrownBy(() -> model.fit(data, fit -> fit.callbacks(failing)))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage("mine");
      assertThat(ends).containsExactly("end");
      assertThat(model.fit(data, fit -> {}).epochs()).hasSize(1);
    }
  }

  @Test
  void othersLearnOfTheEndBehindOneThatFailsWhateverItThrows() {
    Dataset data = TrainingTest.scenes(20, 1);
    for (Throwable thrown :
        List.of(new IllegalStateException("mine"), new AssertionError("mine"))) {
      List<String> ends = new ArrayList<>();
      Callback failing = new LambdaCallback().onTrainEnd(event -> {
        if (thrown instanceof Error error) {
          throw error;
        }
        throw (RuntimeException) thrown;
      });
      Callback other = new LambdaCallback().onTrainEnd(event -> ends.add("end"));
      try (Model model = TrainingTest.network(1)) {
        model.compile(adam(), binaryCrossentropy());
        assertThatThrownBy(
                () -> model.fit(data, fit -> fit.callbacks(failing, other).verbose(false)))
            .isSameAs(thrown);
        assertThat(ends).containsExactly("end");
        assertThat(model.fit(data, fit -> fit.verbose(false)).epochs()).hasSize(1);
      }
    }
  }

  @Test
  void aFailingSourceLeavesTheModelUsable() {
    FloatColumn breaking = new FloatColumn() {
      @Override
      public int rows() {
        return 20;
      }

      @Override
      public Shape shape() {
        return Shape.of(1);
      }

      @Override
      public void read(int row, float[] into, int offset) {
        if (row == 13) {
          throw new DataException(Path.of("rows.bin"), "row 13 is broken");
        }
        into[offset] = row;
      }
    };
    Dataset data = Dataset.of(new Feature("x", breaking, Scaling.NONE))
        .withLabels(IntStream.range(0, 20).mapToObj(i -> new int[] {i % 2}).toArray(int[][]::new));
    try (Model model = TrainingTest.linear(1, 1)) {
      model.compile(adam(), binaryCrossentropy());
      assertThatThrownBy(() -> model.fit(data, fit -> fit.batchSize(4).shuffle(false)))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("row 13 is broken");
      assertThat(model.fit(data.take(12), fit -> {}).epochs()).hasSize(1);
    }
  }

  @Test
  void aCallbackMayNotTakeTheModelFromUnderFit() {
    Dataset data = TrainingTest.scenes(8, 1);
    try (Model model = TrainingTest.network(1)) {
      List<Runnable> calls = List.of(
          () -> model.fit(data, fit -> {}),
          () -> model.compile(adam(), binaryCrossentropy()),
          model::close);
      List<String> names = List.of("fit", "compile", "close");
      for (int i = 0; i < calls.size(); i++) {
        Runnable call = calls.get(i);
        model.compile(adam(), binaryCrossentropy());
        assertThatIllegalStateException()
            .isThrownBy(() -> model.fit(
                data,
                fit -> fit.callbacks(new Callback() {
                  @Override
                  public void onEpochEnd(EpochEnd event) {
                    call.run();
                  }
                })))
            .withMessage(names.get(i) + " was called by a callback of fit");
        assertThat(model.predict(data).rows()).isEqualTo(8);
      }
    }
  }

  @Test
  void aCallWhileAnotherThreadTrainsWaits() throws Exception {
    Dataset data = TrainingTest.scenes(8, 1);
    CountDownLatch training = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicReference<List<NamedArray>> last = new AtomicReference<>();
    Callback hold = new Callback() {
      @Override
      public void onEpochEnd(EpochEnd event) {
        if (event.epoch() == 0) {
          training.countDown();
          try {
            assertThat(goOn.await(30, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        }
        last.set(event.control().getWeights());
      }
    };
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (Model model = TrainingTest.network(1)) {
      model.compile(adam(), binaryCrossentropy());
      Future<History> fit =
          threads.submit(() -> model.fit(data, f -> f.epochs(3).callbacks(hold)));
      assertThat(training.await(30, TimeUnit.SECONDS)).isTrue();
      Future<List<NamedArray>> waiting = threads.submit(model::getWeights);
      assertThat(waiting.isDone()).isFalse();
      goOn.countDown();
      assertThat(waiting.get(30, TimeUnit.SECONDS)).isEqualTo(last.get());
      assertThat(fit.get().epochs()).hasSize(3);
    } finally {
      goOn.countDown();
      threads.shutdown();
    }
  }

  /** Says the rate that the epoch ended with. */
  private record Rates(String figure) implements Callback {
    @Override
    public Map<String, Double> figures(FitControl control) {
      return Map.of(figure, control.learningRate());
    }
  }

  @Test
  void figuresOfCallbacksAreInTheHistoryAndSeenByAll(@TempDir Path temp) throws Exception {
    Path file = temp.resolve("log.csv");
    try (Model model = diverging()) {
      // The logger stands before the one that adds a column for it.
      History history = model.fit(
          points(1),
          fit -> fit.epochs(2)
              .verbose(false)
              .callbacks(
                  new CSVLogger(file), new Rates("learning_rate"), new Rates("learning_rate")));
      assertThat(history.names()).containsExactly("loss", "learning_rate");
      assertThat(history.get("learning_rate")).containsExactly(5, 5);
      assertThat(Files.readAllLines(file))
          .element(0)
          .isEqualTo("epoch,learning_rate,loss,val_learning_rate,val_loss");
      assertThatIllegalStateException()
          .isThrownBy(() -> model.fit(points(1), fit -> fit.callbacks(new Rates("loss"))))
          .withMessage("a callback adds the figure loss, which another one or the model has");
    }
  }
}
