package org.keraunos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.losses.Losses.meanSquaredError;
import static org.keraunos.metrics.StreamingMetrics.accuracy;
import static org.keraunos.optimizers.Optimizers.adam;
import static org.keraunos.optimizers.Optimizers.sgd;
import static org.keraunos.schedules.Schedules.cosineDecay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keraunos.base.NamedArray;
import org.keraunos.data.Dataset;
import org.keraunos.layers.Input;
import org.keraunos.notebook.View;
import org.keraunos.notebook.Views;
import org.keraunos.report.Html;
import org.keraunos.training.CSVLogger;
import org.keraunos.training.Callback;
import org.keraunos.training.EarlyStopping;
import org.keraunos.training.History;
import org.keraunos.training.LambdaCallback;
import org.keraunos.training.LearningRateScheduler;
import org.keraunos.training.ModelCheckpoint;
import org.keraunos.training.RateCurve;
import org.keraunos.training.ReduceLROnPlateau;
import org.keraunos.training.SwapEMAWeights;
import org.keraunos.training.TensorBoard;
import org.keraunos.training.TerminateOnNaN;
import org.keraunos.training.TrainingState;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.Summary;

/** Callbacks over real trainings, and what a loop of one's own takes. */
class CallbackKindsTest {
  private static final Dataset POINTS =
      Dataset.of(new float[] {-2, -1, 1, 2}, 1).withLabels(new int[][] {{0}, {0}, {1}, {1}});

  private static Model compiled() {
    Model model = TrainingTest.linear(1, 1);
    model.compile(sgd(0.5), binaryCrossentropy(), accuracy());
    return model;
  }

  @Test
  void aCheckpointIsTheModelAsItWasThen(@TempDir Path folder) {
    List<float[][]> predicted = new ArrayList<>();
    try (Model model = compiled()) {
      model.fit(
          POINTS,
          fit -> fit.epochs(2)
              .validationData(POINTS)
              .callbacks(
                  new ModelCheckpoint(folder.resolve("{epoch:02d}").toString()),
                  new ModelCheckpoint(folder.resolve("best").toString()).saveBestOnly(true),
                  new ModelCheckpoint(folder.resolve("{epoch:02d}.keras").toString()),
                  new ModelCheckpoint(folder.resolve("{epoch:02d}.weights.h5").toString()),
                  new LambdaCallback()
                      .onEpochEnd(event -> predicted.add(model.predict(POINTS).toArray()))));
    }
    for (String name : List.of("01", "02", "best")) {
      try (Predictor predictor = Predictor.load(folder.resolve(name))) {
        float[][] expected = predicted.get(name.equals("01") ? 0 : 1);
        assertThat(predictor.predict(POINTS).toArray()).isDeepEqualTo(expected);
      }
    }
    for (int epoch = 0; epoch < 2; epoch++) {
      Path file = folder.resolve("0" + (epoch + 1) + ".keras");
      try (Model whole = Model.load(file);
          Model other = compiled()) {
        assertThat(whole.predict(POINTS).toArray()).isDeepEqualTo(predicted.get(epoch));
        other.loadWeights(folder.resolve("0" + (epoch + 1) + ".weights.h5"));
        assertThat(other.predict(POINTS).toArray()).isDeepEqualTo(predicted.get(epoch));
      }
    }
  }

  @Test
  void pathsThatCannotBeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ModelCheckpoint("best.h5"))
        .withMessageContaining("expected a name that ends in .keras or .weights.h5, or a folder");
    for (String path : List.of("{epoch", "{epoch:x}", "{loss:d}", "{}")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new ModelCheckpoint(path))
          .withMessageStartingWith("ModelCheckpoint.filepath: expected a path with places");
    }
    try (Model model = compiled()) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> model.fit(POINTS, fit -> fit.callbacks(new ModelCheckpoint("{val_loss:.2f}"))))
          .withMessage("ModelCheckpoint.filepath: expected names of figures, of [loss, accuracy],"
              + " received val_loss");
    }
  }

  @Test
  void aScheduleRefusesCallbacksOfTheRateBeforeTheFirstStep() {
    for (Callback callback :
        List.of(new ReduceLROnPlateau(), new LearningRateScheduler((epoch, rate) -> rate))) {
      try (Model model = TrainingTest.linear(1, 1)) {
        model.compile(sgd().learningRate(cosineDecay(0.1, 10)), binaryCrossentropy());
        List<NamedArray> before = model.getWeights();
        assertThatIllegalStateException()
            .isThrownBy(
                () -> model.fit(POINTS, fit -> fit.validationData(POINTS).callbacks(callback)))
            .withMessageContaining("cannot be set");
        assertThat(model.getWeights()).isEqualTo(before);
      }
    }
  }

  @Test
  void aRuleSetsTheRateOfEachEpoch() {
    try (Model model = compiled()) {
      History history = model.fit(
          POINTS,
          fit -> fit.epochs(3)
              .callbacks(new LearningRateScheduler((epoch, rate) -> rate / (epoch + 1))));
      assertThat(history.get("learning_rate")).containsExactly(0.5, 0.25, 0.25 / 3);
    }
  }

  @Test
  void aTrainingThatDivergesMayStop() {
    Dataset far = Dataset.of(new float[] {1e20f, -1e20f}, 1).withLabels(new float[][] {{1}, {0}});
    try (Model model = Sequential.of(Input.of(1), dense(1))) {
      model.compile(sgd(1), meanSquaredError());
      History history = model.fit(far, fit -> fit.epochs(5).callbacks(new TerminateOnNaN()));
      assertThat(history.notFinite()).isPresent();
      assertThat(history.epochs()).hasSizeLessThan(5);
    }
  }

  @Test
  void averagesMustBeKeptToBeSwapped() {
    try (Model model = compiled()) {
      assertThatIllegalStateException()
          .isThrownBy(() -> model.fit(POINTS, fit -> fit.callbacks(new SwapEMAWeights())))
          .withMessageContaining("useEma(true)");
    }
  }

  @Test
  void aFailureInValidationPutsTheWeightsBack() {
    List<List<NamedArray>> weights = new ArrayList<>();
    for (int run = 0; run < 3; run++) {
      boolean begin = run == 1;
      boolean end = run == 2;
      try (Model model = TrainingTest.linear(1, 1)) {
        model.compile(sgd(0.5).useEma(true), binaryCrossentropy());
        Callback failing = new Callback() {
          @Override
          public void onTestBegin(TestBegin event) {
            fail(begin && event.epoch() == 1);
          }

          @Override
          public void onTestEnd(TestEnd event) {
            fail(end && event.epoch() == 1);
          }

          @Override
          public void onEpochEnd(EpochEnd event) {
            if (!begin && !end && event.epoch() == 1) {
              weights.add(event.control().getWeights());
            }
          }

          private void fail(boolean now) {
            if (now) {
              throw new IllegalStateException("no more");
            }
          }
        };
        if (begin || end) {
          assertThatIllegalStateException()
              .isThrownBy(() -> fitBoth(model, failing, begin))
              .withMessage("no more");
          assertThat(model.getWeights()).isEqualTo(weights.get(0));
        } else {
          fitBoth(model, failing, true);
        }
      }
    }
  }

  private static void fitBoth(Model model, Callback other, boolean behind) {
    Callback swap = new SwapEMAWeights();
    model.fit(
        POINTS,
        fit -> fit.epochs(2)
            .shuffle(false)
            .verbose(false)
            .validationData(POINTS)
            .callbacks(behind ? swap : other, behind ? other : swap));
  }

  @Test
  void aTrainingWithCallbacksGoesOnWhereItStood() {
    AtomicReference<TrainingState> state = new AtomicReference<>();
    List<List<NamedArray>> ends = new ArrayList<>();
    List<History> histories = new ArrayList<>();
    for (boolean resumed : new boolean[] {false, true}) {
      try (Model model = TrainingTest.linear(1, 1)) {
        model.compile(adam(0.1).useEma(true).emaMomentum(0.5), binaryCrossentropy());
        TrainingState from = state.get();
        histories.add(model.fit(POINTS, fit -> {
          fit.batchSize(2).epochs(4).validationData(POINTS).validationFreq(2);
          fit.callbacks(
              new SwapEMAWeights(true),
              new ReduceLROnPlateau().patience(0).factor(0.5).minDelta(10),
              new EarlyStopping().patience(5),
              new LambdaCallback().onEpochEnd(event -> {
                if (event.epoch() == 2 && !resumed) {
                  event.control().state(state::set);
                }
              }));
          if (resumed) {
            fit.resume(from);
          }
        }));
        ends.add(model.getWeights());
      }
    }
    assertThat(ends.get(1)).isEqualTo(ends.get(0));
    assertThat(histories.get(1).epochs()).isEqualTo(histories.get(0).epochs());
    assertThat(histories.get(0).get("val_loss")).hasSize(2);
    assertThat(histories.get(0).get("learning_rate")).containsExactly(0.1, 0.1, 0.1, 0.1);
    assertThat(histories.get(0).names()).containsExactly("loss", "learning_rate", "val_loss");
  }

  @Test
  void epochsWithoutValidationAreToldFromFiguresThatAreNotThere(@TempDir Path folder)
      throws IOException {
    try (Model model = compiled()) {
      Path file = folder.resolve("log.csv");
      model.fit(
          POINTS,
          fit -> fit.epochs(2)
              .validationData(POINTS)
              .validationFreq(2)
              .callbacks(new CSVLogger(file), new EarlyStopping()));
      List<String> lines = Files.readAllLines(file);
      assertThat(lines.get(0)).isEqualTo("epoch,accuracy,loss,val_accuracy,val_loss");
      assertThat(lines.get(1)).endsWith(",NA,NA");
      assertThat(lines.get(2)).doesNotContain("NA");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.fit(
              POINTS,
              fit -> fit.validationData(POINTS).callbacks(new EarlyStopping().monitor("val_auc"))))
          .withMessageStartingWith("EarlyStopping.monitor: expected one of");
    }
  }

  /** What check_tensorboard.py reads as well, with the real TensorBoard. */
  @Test
  void tensorBoardsFilesHoldFiguresAndGraph() throws IOException {
    Path folder = Path.of("target", "tensorboard");
    if (Files.exists(folder)) {
      try (Stream<Path> old = Files.walk(folder)) {
        for (Path each : old.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
    Files.createDirectories(folder);
    History history;
    try (Model model = compiled()) {
      history = model.fit(
          POINTS,
          fit -> fit.epochs(3)
              .batchSize(2)
              .validationData(POINTS)
              .callbacks(
                  new TensorBoard(folder).updateFreq(2),
                  new CSVLogger(folder.resolve("figures.csv"))));
    }
    Map<String, Double> train = scalars(folder.resolve("train"));
    Map<String, Double> validation = scalars(folder.resolve("validation"));
    for (int epoch = 0; epoch < 3; epoch++) {
      for (String name : List.of("loss", "accuracy")) {
        assertThat(train.get("epoch_" + name + " " + epoch))
            .isCloseTo(history.get(name)[epoch], within(1e-6));
        assertThat(validation.get("epoch_" + name + " " + epoch))
            .isCloseTo(history.get("val_" + name)[epoch], within(1e-6));
        assertThat(validation.get("evaluation_" + name + "_vs_iterations " + 2 * (epoch + 1)))
            .isCloseTo(history.get("val_" + name)[epoch], within(1e-6));
        assertThat(train).containsKey("batch_" + name + " " + 2 * (epoch + 1));
      }
      assertThat(train.get("epoch_learning_rate " + epoch)).isEqualTo(0.5);
    }
    assertThat(train).containsKey("graph 0").hasSize(3 * 5 + 1);
    assertThat(validation).hasSize(3 * 4);
  }

  private static Map<String, Double> scalars(Path folder) throws IOException {
    Map<String, Double> found = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
          byte[] record = new byte[(int) bytes.getLong()];
          bytes.getInt();
          bytes.get(record);
          bytes.getInt();
          Event event = Event.parseFrom(record);
          for (Summary.Value value : event.getSummary().getValueList()) {
            found.put(value.getTag() + " " + event.getStep(), (double)
                value.getTensor().getFloatVal(0));
          }
          if (!event.getGraphDef().isEmpty()) {
            int nodes = GraphDef.parseFrom(event.getGraphDef()).getNodeCount();
            assertThat(nodes).isPositive();
            found.put("graph " + event.getStep(), (double) nodes);
          }
        }
      }
    }
    return found;
  }

  @Test
  void aRateIsFoundAndNothingIsChanged() {
    try (Model model = Sequential.of(Input.of(1), dense(1))) {
      model.compile(sgd(0.05), meanSquaredError());
      TrainingTest.zeroWeights(model);
      Dataset line = Dataset.of(new float[] {-2, -1, 1, 2}, 1)
          .withLabels(new float[][] {{-4}, {-2}, {2}, {4}});
      List<NamedArray> before = model.getWeights();
      RateCurve curve =
          model.findLearningRate(line, find -> find.batchSize(4).steps(60).maxRate(100));
      assertThat(model.getWeights()).isEqualTo(before);
      // Gradient descent on a parabola of curvature 5 diverges at rates above 0.4.
      OptionalDouble suggestion = curve.suggestion();
      assertThat(suggestion).isPresent();
      assertThat(suggestion.getAsDouble()).isBetween(0.005, 0.4);
      assertThat(curve.rates()).isSorted().hasSizeLessThan(60);
      View chart = Views.of(curve);
      assertThat(chart.toPng()).isNotEmpty();
      int place = curve.rates().indexOf(suggestion.getAsDouble());
      assertThat(chart.description())
          .startsWith("Chart: Suggested rate: ")
          .contains(" suggested from " + Html.figure(curve.smoothed()[place]) + " to ");
      History history = model.fit(
          line,
          fit -> fit.callbacks(new LambdaCallback().onBatchEnd(event -> {
            assertThat(event.control().iteration()).isEqualTo(1);
            assertThat(event.control().learningRate()).isEqualTo(0.05);
          })));
      assertThat(history.epochs()).hasSize(1);
    }
  }

  @Test
  void aLoopOfOnesOwnTrainsAsFitDoes() {
    List<List<NamedArray>> ends = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    for (boolean own : new boolean[] {true, false}) {
      try (Model model = compiled()) {
        if (own) {
          for (int step = 0; step < 3; step++) {
            losses.add(model.trainOnBatch(POINTS).get("loss"));
          }
          assertThat(model.testOnBatch(POINTS)).isEqualTo(model.evaluate(POINTS));
          assertThat(model.predictOnBatch(POINTS).toArray())
              .isDeepEqualTo(model.predict(POINTS).toArray());
        } else {
          History history = model.fit(POINTS, fit -> fit.epochs(3).batchSize(4).shuffle(false));
          assertThat(history.get("loss"))
              .containsExactly(losses.stream().mapToDouble(Double::doubleValue).toArray());
        }
        ends.add(model.getWeights());
      }
    }
    assertThat(ends.get(1)).isEqualTo(ends.get(0));
  }
}
