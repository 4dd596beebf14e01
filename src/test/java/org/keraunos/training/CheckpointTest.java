package org.keraunos.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.keraunos.initializers.Initializers.constant;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.losses.Losses.meanSquaredError;
import static org.keraunos.metrics.StreamingMetrics.f1Score;
import static org.keraunos.optimizers.Optimizers.sgd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keraunos.Model;
import org.keraunos.base.AtomicFiles;
import org.keraunos.base.DataException;
import org.keraunos.base.FolderLock;
import org.keraunos.base.NamedArray;
import org.keraunos.base.Shape;
import org.keraunos.data.Dataset;
import org.keraunos.data.FloatColumn;
import org.keraunos.data.Target;
import org.keraunos.layers.Input;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.metrics.Average;

/** Checkpoints that fit writes, and fits that go on from them, in one process. */
class CheckpointTest {
  @TempDir
  Path temp;

  private record End(History history, List<NamedArray> weights) {}

  private End train(CheckpointCases which, Path folder, Consumer<FitOptions> more) {
    try (Model model = which.model()) {
      History history = model.fit(which.data(), fit -> {
        which.fit(fit, folder);
        more.accept(fit);
      });
      return new End(history, model.getWeights());
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyCheckpointGoesOnToTheSameEnd(CheckpointCases which) throws IOException {
    Path folder = temp.resolve("checkpoints");
    End whole =
        train(which, temp, fit -> fit.checkpoints(folder, o -> o.everySteps(1).keep(1000)));
    String log = logs();
    List<Path> files = new CheckpointFolder(folder).newestFirst();
    assertThat(files).as("where the disk is slow, some are left out").hasSizeGreaterThan(3);
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 2; i++) {
      Path file = files.get(i == 0 ? 0 : random.nextInt(files.size()));
      TrainingState state = TrainingState.read(file);
      End resumed = train(which, temp, fit -> fit.resume(state));
      String from = "seed " + seed + ", " + file.getFileName() + ", " + state;
      assertThat(resumed.history.epochs()).as(from).isEqualTo(whole.history.epochs());
      assertThat(resumed.weights).as(from).isEqualTo(whole.weights);
      assertThat(logs()).as(from).isEqualTo(log);
    }
  }

  /** Names and contents of logs; of event files, which hold times, the lengths. */
  private String logs() throws IOException {
    TreeMap<String, String> all = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(temp)) {
      for (Path each : walk.filter(Files::isRegularFile).toList()) {
        String name = temp.relativize(each).toString();
        if (name.endsWith(".csv")) {
          all.put(name, Files.readString(each));
        } else if (name.contains("tfevents")) {
          all.put(name, Files.size(each) + " bytes");
        }
      }
    }
    return all.toString();
  }

  private static final CheckpointCases CASE = CheckpointCases.DIVIDED;

  /** Ends when it was asked so often, as a signal does. */
  private static Consumer<FitOptions> stoppingAfter(int asked) {
    AtomicInteger left = new AtomicInteger(asked);
    return fit -> fit.stopWhen(() -> left.decrementAndGet() <= 0);
  }

  @Test
  void aTrainingThatIsStoppedWritesWhereItStands() {
    Path folder = temp.resolve("checkpoints");
    End whole = train(CASE, temp, fit -> {});
    Consumer<FitOptions> backup = fit -> fit.backupAndRestore(folder, o -> {});
    // Behind the third step, and with two steps more in the validation behind the fifth.
    int asked = 3;
    for (String where : List.of("0.3 STEPS", "0.5 VALIDATION")) {
      End stopped = train(CASE, temp, backup.andThen(stoppingAfter(asked)));
      assertThat(stopped.history.interrupted()).isTrue();
      assertThat(stopped.history.epochs()).isEmpty();
      TrainingState state = new CheckpointFolder(folder).newest(remark -> {}).orElseThrow();
      assertThat(state.epoch() + "." + state.step() + " " + state.phase()).isEqualTo(where);
    }
    for (String as : List.of("resumed", "it was over")) {
      End end = train(CASE, temp, backup);
      assertThat(end.history.epochs()).as(as).isEqualTo(whole.history.epochs());
      assertThat(end.weights).as(as).isEqualTo(whole.weights);
      assertThat(end.history.unwritten()).as(as).isEmpty();
    }
  }

  @Test
  void aThreadThatIsInterruptedBeforehandWritesWhereItStands() {
    Path folder = temp.resolve("checkpoints");
    Thread.currentThread().interrupt();
    End end = train(CASE, temp, fit -> fit.checkpoints(folder));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(end.history.interrupted()).isTrue();
    assertThat(new CheckpointFolder(folder).newestFirst()).isNotEmpty();
  }

  @Test
  void anotherTrainingIsRefusedWithTheFirstDifference() {
    Path folder = temp.resolve("checkpoints");
    train(CASE, temp, fit -> fit.checkpoints(folder).stopWhen(() -> true));
    Consumer<FitOptions> resume = fit -> fit.resume(folder);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> train(CheckpointCases.STOPPING_AND_PLATEAUS, temp, resume))
        .withMessageStartingWith("resume: network: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> train(CASE, temp, resume.andThen(fit -> fit.validationData(CASE.data()))))
        .withMessageStartingWith("resume: data: validation rows: expected sha256:");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> train(CASE, temp, resume.andThen(fit -> fit.epochs(9))))
        .withMessage("resume: options: epochs: expected 5 as in the checkpoint, received 9");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> train(CASE, temp, fit -> fit.resume(temp.resolve("none"))))
        .withMessageEndingWith("none: expected a checkpoint to go on from, found none");
  }

  @Test
  void anotherCutOfAMetricIsAnotherTraining() {
    Path folder = temp.resolve("checkpoints");
    for (double cut : List.of(0.5, 0.4)) {
      try (Model model = twoLayers()) {
        model.compile(sgd(0.01), meanSquaredError(), f1Score(Average.MACRO, cut));
        if (cut == 0.5) {
          model.fit(points(1), fit -> fit.verbose(false).checkpoints(folder));
        } else {
          assertThatIllegalArgumentException()
              .isThrownBy(() -> model.fit(points(1), fit -> fit.verbose(false).resume(folder)))
              .withMessageStartingWith("resume: options: metrics: 0: 0: expected ")
              .withMessageContaining("threshold=0.4");
        }
      }
    }
  }

  @Test
  void anotherEnvironmentIsRefusedUnlessItIsSaid() {
    Path folder = temp.resolve("checkpoints");
    train(CASE, temp, fit -> fit.checkpoints(folder).stopWhen(() -> true));
    TrainingState state = new CheckpointFolder(folder).newest(remark -> {}).orElseThrow();
    TrainingState elsewhere = TrainingState.of(state.arrays(), withProcessor(state, "another"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> train(CASE, temp, fit -> fit.resume(elsewhere)))
        .withMessageStartingWith(
            "resume: environment: processor: expected another as in the checkpoint, received ");
    List<String> told = new ArrayList<>();
    End end = train(
        CASE,
        temp,
        fit ->
            fit.checkpoints(folder, o -> o.remarks(told::add)).resume(elsewhere).resumeAnyway());
    assertThat(end.history.epochs()).hasSize(CheckpointCases.EPOCHS);
    assertThat(told).hasSize(1);
    assertThat(told.get(0))
        .startsWith("resume: environment: processor: expected another")
        .endsWith("the end will not have the same bits as that of a training that was not stopped");
  }

  private static TreeMap<String, Object> withProcessor(TrainingState state, String name) {
    TreeMap<String, Object> facts = new TreeMap<>(state.facts());
    TreeMap<Object, Object> environment = new TreeMap<>((Map<?, ?>) facts.get("environment"));
    environment.put("processor", name);
    facts.put("environment", environment);
    return facts;
  }

  @Test
  void aSecondTrainingInTheFolderIsRefused() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("checkpoints"));
    try (FolderLock lock = FolderLock.of(folder, "a training writes checkpoints")) {
      assertThat(lock.isThere()).isTrue();
      assertThatIllegalStateException()
          .isThrownBy(() -> train(CASE, temp, fit -> fit.checkpoints(folder)))
          .withMessageContaining("a training writes checkpoints there already, in this process");
    }
  }

  /** Deletes a folder at the end of the second epoch, and may make it again. */
  private static Callback vandal(Path folder, boolean makesAgain) {
    return new LambdaCallback().onEpochEnd(event -> {
      if (event.epoch() == 1) {
        try {
          AtomicFiles.deleteTree(folder);
          if (makesAgain) {
            Files.createDirectories(folder);
          }
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
      }
    });
  }

  private End trainBeside(Callback vandal, Path folder, List<String> told) {
    return train(
        CASE,
        temp,
        fit ->
            fit.callbacks(vandal).checkpoints(folder, o -> o.everyMinutes(1e9).remarks(told::add)));
  }

  @Test
  void aFolderThatGoesAwayCostsNoTraining() throws IOException {
    Path folder = temp.resolve("checkpoints");
    List<String> told = new ArrayList<>();
    End end = trainBeside(vandal(folder, false), folder, told);
    assertThat(end.history.epochs()).hasSize(CheckpointCases.EPOCHS);
    assertThat(told)
        .containsExactly("no checkpoint is written: " + folder
            + ": cannot be written: the folder is gone; the training goes on, and the next one is"
            + " tried when it is due");
    TrainingState kept = end.history.unwritten().orElseThrow();
    kept.writeTo(temp.resolve("elsewhere.ckpt"));
    TrainingState again = TrainingState.read(temp.resolve("elsewhere.ckpt"));
    assertThat(train(CASE, temp, fit -> fit.resume(again)).weights).isEqualTo(end.weights);
  }

  @Test
  void aFolderThatIsMadeAgainIsTakenAgain() {
    Path folder = temp.resolve("checkpoints");
    List<String> told = new ArrayList<>();
    End end = trainBeside(vandal(folder, true), folder, told);
    assertThat(told).isEmpty();
    assertThat(folder.resolve(".lock")).exists();
    assertThat(train(CASE, temp, fit -> fit.resume(folder)).weights).isEqualTo(end.weights);
  }

  @Test
  void withoutCheckpointsNothingIsWritten() throws IOException {
    train(CASE, temp, fit -> {});
    try (Stream<Path> files = Files.list(temp)) {
      assertThat(files).isEmpty();
    }
  }

  private static Model twoLayers() {
    SymbolicTensor input = Input.of(1);
    SymbolicTensor first = dense(1).name("first").kernelInitializer(constant(2)).apply(input);
    Model model = Model.of(input, dense(1).name("last").apply(first));
    model.compile(sgd(0.5), meanSquaredError());
    return model;
  }

  private static Dataset points(float last) {
    float[] values = new float[64];
    Arrays.fill(values, 1);
    values[63] = last;
    Target target = new Target("y", FloatColumn.of(new float[64], Shape.of(1)));
    return Dataset.of(values, 1).withTarget(target);
  }

  private void configure(FitOptions fit, List<String> told) {
    fit.batchSize(8).epochs(20).shuffle(false).verbose(false).onNotFinite(OnNotFinite.GO_BACK);
    fit.checkpoints(temp.resolve("back"), o -> o.everySteps(4).remarks(told::add));
  }

  @Test
  void aTrainingThatDivergesGoesBackWithALowerRate() {
    List<String> told = new ArrayList<>();
    try (Model model = twoLayers()) {
      History history = model.fit(points(1), fit -> configure(fit, told));
      assertThat(history.notFinite()).isEmpty();
      assertThat(history.epochs()).hasSize(20);
      assertThat(model.getWeights()).allMatch(each -> each.firstNotFinite().isEmpty());
    }
    assertThat(told).isNotEmpty();
    assertThat(told.get(0))
        .matches("the loss is \\w+ at step \\d of epoch 1, at a learning rate of 0.5: .+;"
            + " back to step \\d of epoch 1, and on at a learning rate of 0.25");
    assertThatIllegalStateException()
        .isThrownBy(() -> train(CASE, temp, fit -> fit.onNotFinite(OnNotFinite.GO_BACK)))
        .withMessage("onNotFinite GO_BACK needs checkpoints to go back to");
  }

  @Test
  void whoDivergesAgainAndAgainIsToldWhere() {
    List<String> told = new ArrayList<>();
    try (Model model = twoLayers()) {
      model.compile(sgd(1e-3), meanSquaredError());
      assertThatExceptionOfType(NotFiniteException.class)
          .isThrownBy(() -> model.fit(points(3e38f), fit -> configure(fit, told)));
    }
    assertThat(told)
        .hasSize(5)
        .allMatch(
            each -> each.startsWith("the loss is NaN at step 8 of epoch 1, at a learning rate of ")
                || each.startsWith(
                    "the loss is Infinity at step 8 of epoch 1, at a learning rate of "));
    try (Model model = twoLayers()) {
      model.compile(sgd(1e-3), meanSquaredError());
      assertThatExceptionOfType(NotFiniteException.class)
          .isThrownBy(() -> model.fit(points(3e38f), fit -> {
            configure(fit, told);
            fit.onNotFinite(OnNotFinite.THROW);
          }))
          .withMessageContaining(
              " 0.001: the output of first holds Infinity: the training diverged. Try");
      // As it was left: where it began to diverge was looked for in a copy.
      assertThat(model.getWeights()).anyMatch(each -> each.firstNotFinite().isPresent());
    }
    assertThat(told.get(0))
        .endsWith(" 0.001: the output of first holds Infinity; back to step 4 of epoch 1, and on"
            + " at a learning rate of 5.0E-4");
  }
}
