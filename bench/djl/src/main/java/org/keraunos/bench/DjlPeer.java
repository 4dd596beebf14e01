package org.keraunos.bench;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import java.nio.ByteBuffer;
import java.util.Map;

/** DJL with its PyTorch engine. */
public final class DjlPeer implements Peer {
  private final Model model;
  private final Trainer trainer;
  private final Predictor<NDList, NDList> predictor;

  private DjlPeer(String precision) {
    if (!precision.equals("float32")) {
      throw new IllegalArgumentException("DJL trains in float32 only, received " + precision);
    }
    model = Model.newInstance("tutorial", "PyTorch");
    model.setBlock(new SequentialBlock()
        .add(convolution(32))
        .add(Activation::relu)
        .add(convolution(64))
        .add(Activation::relu)
        .add(Pool.maxPool2dBlock(new Shape(3, 3), new Shape(3, 3)))
        .add(Blocks.batchFlattenBlock())
        .add(Linear.builder().setUnits(Data.LABELS).build()));
    var adam = Optimizer.adam()
        .optLearningRateTracker(Tracker.fixed(0.001f))
        .optEpsilon(1e-7f)
        .build();
    trainer = model.newTrainer(
        new DefaultTrainingConfig(Loss.sigmoidBinaryCrossEntropyLoss()).optOptimizer(adam));
    trainer.initialize(shape(BATCH));
    predictor = model.newPredictor(new NoopTranslator(null));
  }

  private static Conv2d convolution(int filters) {
    return Conv2d.builder().setKernelShape(new Shape(3, 3)).setFilters(filters).build();
  }

  private static Shape shape(int rows) {
    return new Shape(rows, Data.CHANNELS, Data.SIDE, Data.SIDE);
  }

  private static NDArray images(NDManager manager, byte[] images, int from, int rows) {
    var bytes = ByteBuffer.wrap(images, from * Data.PIXELS, rows * Data.PIXELS).slice();
    return manager
        .create(bytes, shape(rows), DataType.UINT8)
        .toType(DataType.FLOAT32, false)
        .divi(255f);
  }

  @Override
  public String version() {
    return "DJL " + Engine.getDjlVersion() + ", PyTorch " + Engine.getInstance().getVersion();
  }

  @Override
  public boolean channelsFirst() {
    return true;
  }

  @Override
  public double step(byte[] images, byte[] labels, int rows) {
    try (var manager = trainer.getManager().newSubManager()) {
      var x = images(manager, images, 0, rows);
      var y = manager
          .create(ByteBuffer.wrap(labels), new Shape(rows, Data.LABELS), DataType.UINT8)
          .toType(DataType.FLOAT32, false);
      double value;
      try (var collector = trainer.newGradientCollector()) {
        var logits = trainer.forward(new NDList(x));
        var loss = trainer.getLoss().evaluate(new NDList(y), logits);
        collector.backward(loss);
        value = loss.getFloat();
        logits.close();
        loss.close();
      }
      trainer.step();
      return value;
    }
  }

  @Override
  public Map<String, Call> latencies() {
    return Map.of("Predictor", image -> probabilities(image, 0, 1));
  }

  @Override
  public float[] predict(Data data, int batchSize) {
    var all = new float[data.rows() * Data.LABELS];
    for (int from = 0; from < data.rows(); from += batchSize) {
      int rows = Math.min(batchSize, data.rows() - from);
      System.arraycopy(
          probabilities(data.images(), from, rows), 0, all, from * Data.LABELS, rows * Data.LABELS);
    }
    return all;
  }

  private float[] probabilities(byte[] images, int from, int rows) {
    try (var manager = model.getNDManager().newSubManager()) {
      var x = images(manager, images, from, rows);
      try (var logits = predictor.predict(new NDList(x))) {
        return Activation.sigmoid(logits).singletonOrThrow().toFloatArray();
      }
    } catch (TranslateException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    predictor.close();
    trainer.close();
    model.close();
  }

  /** Runs a figure, see {@link Figures}. */
  public static void main(String[] args) {
    Figures.main("djl", args, DjlPeer::new);
  }
}
