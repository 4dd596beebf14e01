package org.keraunos.training;

import static org.keraunos.activations.Activations.RELU;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.augmentation.Augmentations.mixUp;
import static org.keraunos.augmentation.Augmentations.randomFlip;
import static org.keraunos.augmentation.Augmentations.randomTranslation;
import static org.keraunos.layers.Layers.batchNormalization;
import static org.keraunos.layers.Layers.conv2d;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.dropout;
import static org.keraunos.layers.Layers.flatten;
import static org.keraunos.layers.Layers.maxPooling2d;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.losses.Losses.meanSquaredError;
import static org.keraunos.metrics.StreamingMetrics.accuracy;
import static org.keraunos.metrics.StreamingMetrics.auc;
import static org.keraunos.optimizers.Optimizers.adam;
import static org.keraunos.optimizers.Optimizers.sgd;
import static org.keraunos.schedules.Schedules.cosineDecay;

import java.nio.file.Path;
import java.util.List;
import org.keraunos.Model;
import org.keraunos.augmentation.FlipMode;
import org.keraunos.base.Shape;
import org.keraunos.data.Dataset;
import org.keraunos.data.FloatColumn;
import org.keraunos.data.Target;
import org.keraunos.layers.Input;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.runtime.Device;
import org.keraunos.runtime.RuntimeOptions;
import org.keraunos.testing.SplitMix;

/** Trainings that have, together, everything that a state must hold. */
enum CheckpointCases {
  /** Dropout, augmentation, mixup, weights of labels, an exact AUC, a log. */
  DROPOUT_AUGMENTATION_MIXUP {
    @Override
    Model model() {
      SymbolicTensor input = Input.of(8, 8, 2);
      Model model = Model.of(
          input,
          dense(3).activation(SIGMOID).apply(dropout(0.4).apply(body(input))),
          options -> options
              .runtime(RUNTIME)
              .augment(randomFlip(FlipMode.HORIZONTAL), randomTranslation(0.1, 0.1), mixUp(0.3)));
      model.compile(adam(0.01), binaryCrossentropy(), accuracy(), auc());
      return model;
    }

    @Override
    void configure(FitOptions fit, Path folder) {
      fit.classWeight(1, 2, 0.5).callbacks(new CSVLogger(folder.resolve("log.csv")));
    }
  },

  /** Gradients of two steps, moving averages that validation sees, validation every second time. */
  ACCUMULATION_AVERAGES {
    @Override
    Model model() {
      SymbolicTensor input = Input.of(8, 8, 2);
      Model model = Model.of(
          input,
          dense(3).activation(SIGMOID).apply(body(input)),
          options -> options.runtime(RUNTIME));
      model.compile(
          adam(0.01).gradientAccumulationSteps(2).useEma(true).emaMomentum(0.8),
          binaryCrossentropy(),
          accuracy());
      return model;
    }

    @Override
    void configure(FitOptions fit, Path folder) {
      fit.validationFreq(2).callbacks(new SwapEMAWeights(true));
    }
  },

  /** Early stopping that puts the best weights back, a rate that falls, batch normalization. */
  STOPPING_AND_PLATEAUS {
    @Override
    Model model() {
      SymbolicTensor input = Input.of(8, 8, 2);
      Model model = Model.of(
          input,
          dense(3).activation(SIGMOID).apply(batchNormalization().apply(body(input))),
          options -> options.runtime(RUNTIME));
      model.compile(sgd(0.3).momentum(0.9), binaryCrossentropy(), accuracy());
      return model;
    }

    @Override
    void configure(FitOptions fit, Path folder) {
      fit.callbacks(
          new ReduceLROnPlateau().patience(0).cooldown(1).factor(0.3),
          new EarlyStopping().patience(3).baseline(2).restoreBestWeights(true),
          new TensorBoard(folder.resolve("board")));
    }
  },

  /** Each batch in two parts. */
  DIVIDED {
    @Override
    Model model() {
      SymbolicTensor input = Input.of(8, 8, 2);
      Model model = Model.of(
          input,
          dense(3).activation(SIGMOID).apply(body(input)),
          options -> options.runtime(RUNTIME));
      model.compile(adam(0.01), binaryCrossentropy(), accuracy());
      return model;
    }

    @Override
    void configure(FitOptions fit, Path folder) {
      fit.callbacks(new EarlyStopping().patience(9).restoreBestWeights(true));
    }
  },

  /** A schedule, two outputs, a share of the rows to validate on. */
  OUTPUTS_AND_SCHEDULE {
    @Override
    Model model() {
      SymbolicTensor input = Input.of(8, 8, 2);
      SymbolicTensor middle = dropout(0.2).apply(body(input));
      Model model = Model.of(
          List.of(input),
          List.of(
              dense(3).name("labels").activation(SIGMOID).apply(middle),
              dense(1).name("size").apply(middle)),
          options -> options.runtime(RUNTIME));
      model.compile(c -> c.optimizer(adam().learningRate(cosineDecay(0.01, 60)))
          .loss("labels", binaryCrossentropy())
          .metrics("labels", accuracy())
          .loss("size", meanSquaredError())
          .lossWeight("size", 0.3));
      return model;
    }

    @Override
    Dataset data() {
      return super.data()
          .withTarget(
              new Target("size", FloatColumn.of(new SplitMix(9).uniform(70, 0, 1), Shape.of(1))));
    }

    @Override
    void configure(FitOptions fit, Path folder) {
      fit.validationSplit(0.2);
    }
  };

  /** One session for all in a process, and batches without dropout in two parts. */
  private static final RuntimeOptions RUNTIME = new RuntimeOptions(1, 2, Device.CPU);

  static final int EPOCHS = 5;

  private static SymbolicTensor body(SymbolicTensor input) {
    SymbolicTensor x = maxPooling2d(2).apply(conv2d(4, 3).activation(RELU).apply(input));
    return dense(2000).activation(RELU).apply(flatten().apply(x));
  }

  abstract Model model();

  abstract void configure(FitOptions fit, Path folder);

  Dataset data() {
    SplitMix random = new SplitMix(5);
    float[] pixels = random.uniform(70 * 8 * 8 * 2, 0, 1);
    return Dataset.of(pixels, 8, 8, 2).withLabels(random.bits(70, 3));
  }

  /** Everything but where checkpoints go. */
  void fit(FitOptions fit, Path folder) {
    fit.batchSize(16).epochs(EPOCHS).verbose(false);
    if (this != OUTPUTS_AND_SCHEDULE) {
      fit.validationData(data().take(64));
    }
    configure(fit, folder);
  }
}
