package org.keraunos.bench;

import java.util.Map;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;

/** Deeplearning4j on its native CPU back end. */
public final class Dl4jPeer implements Peer {
  private final MultiLayerNetwork network;

  private Dl4jPeer(String precision) {
    if (!precision.equals("float32")) {
      throw new IllegalArgumentException("DL4J trains in float32 here, received " + precision);
    }
    var configuration = new NeuralNetConfiguration.Builder()
        .seed(1)
        .updater(new Adam(1e-3, 0.9, 0.999, 1e-7))
        .weightInit(WeightInit.XAVIER_UNIFORM)
        .list()
        .layer(convolution(32))
        .layer(convolution(64))
        .layer(new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
            .kernelSize(3, 3)
            .stride(3, 3)
            .build())
        .layer(new OutputLayer.Builder(new LossBinaryXENT())
            .nOut(Data.LABELS)
            .activation(Activation.SIGMOID)
            .build())
        .setInputType(
            InputType.convolutional(Data.SIDE, Data.SIDE, Data.CHANNELS, CNN2DFormat.NCHW))
        .build();
    network = new MultiLayerNetwork(configuration);
    network.init();
  }

  private static ConvolutionLayer convolution(int filters) {
    return new ConvolutionLayer.Builder(3, 3)
        .nOut(filters)
        .activation(Activation.RELU)
        .build();
  }

  private static INDArray images(byte[] images, int from, int rows) {
    var floats = new float[rows * Data.PIXELS];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (images[from * Data.PIXELS + i] & 0xff) / 255f;
    }
    return Nd4j.create(floats, new int[] {rows, Data.CHANNELS, Data.SIDE, Data.SIDE});
  }

  @Override
  public String version() {
    // Its manifest says no version; the jar's name does.
    var jar = MultiLayerNetwork.class
        .getProtectionDomain()
        .getCodeSource()
        .getLocation()
        .getPath();
    return "DL4J " + jar.replaceAll(".*deeplearning4j-nn-(.*)\\.jar", "$1");
  }

  @Override
  public boolean channelsFirst() {
    return true;
  }

  @Override
  public double step(byte[] images, byte[] labels, int rows) {
    var y = new float[labels.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = labels[i];
    }
    network.fit(images(images, 0, rows), Nd4j.create(y, new int[] {rows, Data.LABELS}));
    return network.score();
  }

  @Override
  public Map<String, Call> latencies() {
    return Map.of("output", image -> network.output(images(image, 0, 1)).toFloatVector());
  }

  @Override
  public float[] predict(Data data, int batchSize) {
    var all = new float[data.rows() * Data.LABELS];
    for (int from = 0; from < data.rows(); from += batchSize) {
      int rows = Math.min(batchSize, data.rows() - from);
      var part = network.output(images(data.images(), from, rows)).data().asFloat();
      System.arraycopy(part, 0, all, from * Data.LABELS, rows * Data.LABELS);
    }
    return all;
  }

  @Override
  public void close() {
    network.close();
  }

  /** Runs a figure, see {@link Figures}. */
  public static void main(String[] args) {
    Figures.main("dl4j", args, Dl4jPeer::new);
  }
}
