package org.keraunos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.CheckReturnValue;
import org.keraunos.base.Shape;
import org.keraunos.data.Dataset;
import org.keraunos.graph.InnerGradient;
import org.keraunos.layers.Call;
import org.keraunos.layers.Network;
import org.keraunos.layers.SymbolicTensor;
import org.tensorflow.exceptions.TensorFlowException;

/**
 * Where in a picture a model of convolutions sees a label: Grad-CAM (Selvaraju et al. 2017). The
 * channels of an inner layer are summed with the mean gradient of the label's score by each as
 * weight, and what is below 0 is cut. The score is the logit, in front of the sigmoid.
 *
 * <pre>{@code
 * try (GradCam cam = GradCam.of(model)) {
 *   float[][] map = cam.map(test, 3, 7);
 * }
 * }</pre>
 *
 * <p>It holds the weights that the model has when it is made, and native memory until it is closed.
 */
@CheckReturnValue
public final class GradCam implements AutoCloseable {
  private final Model model;
  private final InnerGradient graph;
  private final String layer;

  private GradCam(Model model, SymbolicTensor target) {
    this.model = model;
    this.layer = model.network().nameOf(target.layer());
    try {
      this.graph = model.innerGradient(target);
    } catch (TensorFlowException e) {
      throw new IllegalArgumentException(
          "layer " + layer + ": expected layers behind it that have gradients: " + e.getMessage(),
          e);
    }
  }

  /**
   * By the last layer that still has height and width.
   *
   * @param model an open model whose one input is of pictures
   * @return the maps, which the caller closes
   * @throws IllegalArgumentException if no layer has height and width, or the input is no picture
   */
  public static GradCam of(Model model) {
    Check.given(model, "model");
    SymbolicTensor last = last(model.network());
    if (last == null) {
      throw Check.bad(
          "model", "a layer behind the input whose output has height, width and channels", "none");
    }
    return new GradCam(model, last);
  }

  /**
   * By a layer.
   *
   * @param model an open model whose one input is of pictures
   * @param layer the name of a layer whose output has height, width and channels
   * @return the maps, which the caller closes
   * @throws IllegalArgumentException if there is no such layer, its output has another shape, or no
   *     score depends on it
   */
  public static GradCam of(Model model, String layer) {
    Check.given(model, "model");
    SymbolicTensor target = model.network().output(Check.given(layer, "layer"));
    Check.argument(
        target.shape().rank() == 3,
        "layer " + layer,
        "an output of height, width and channels",
        target.shape());
    return new GradCam(model, target);
  }

  /**
   * {@return whether a model has a layer that maps can be made of}
   *
   * @param model any
   */
  public static boolean fits(Model model) {
    Network network = model.network();
    return network.inputs().size() == 1
        && network.outputs().size() == 1
        && network.inputShape(0).rank() == 3
        && last(network) != null;
  }

  private static @Nullable SymbolicTensor last(Network network) {
    SymbolicTensor last = null;
    for (Call call : network.calls()) {
      for (SymbolicTensor output : call.outputs()) {
        Shape shape = output.shape();
        boolean wide = shape.rank() == 3 && shape.get(0) > 1 && shape.get(1) > 1;
        if (wide && !call.inputs().isEmpty()) {
          last = output;
        }
      }
    }
    return last;
  }

  /**
   * The map of a row.
   *
   * @param data pictures as the model takes them
   * @param row from 0
   * @param label from 0
   * @return rows and columns of the layer, each 0 to 1: divided by the highest; all 0 where nothing
   *     speaks for the label
   * @throws IllegalArgumentException if the data do not fit the model, or there is no such row or
   *     label
   */
  public float[][] map(Dataset data, int row, int label) {
    Check.argument(row >= 0 && row < data.size(), "row", "0 to " + (data.size() - 1), row);
    return maps(data.rows(row), label).get(0);
  }

  /**
   * The maps of all rows.
   *
   * @param data pictures as the model takes them
   * @param labels one for all rows, or one for each
   * @return a map a row, as {@link #map} gives it
   * @throws IllegalArgumentException if the data do not fit the model, or there is no such label
   */
  public List<float[][]> maps(Dataset data, int... labels) {
    Check.argument(
        labels.length == 1 || labels.length == data.size(),
        "labels",
        "1 or " + data.size(),
        labels.length);
    int[] wanted = labels.clone();
    if (labels.length != data.size()) {
      wanted = new int[data.size()];
      Arrays.fill(wanted, labels[0]);
    }
    InnerGradient.Rows rows = graph.run(model.seen(data), wanted);
    List<float[][]> maps = new ArrayList<>();
    for (int i = 0; i < wanted.length; i++) {
      maps.add(map(rows, i));
    }
    return maps;
  }

  private float[][] map(InnerGradient.Rows rows, int row) {
    Shape shape = graph.shape();
    int height = shape.get(0);
    int width = shape.get(1);
    int channels = shape.get(2);
    int start = row * shape.size();
    double[] weights = new double[channels];
    for (int i = 0; i < shape.size(); i++) {
      weights[i % channels] += rows.gradients()[start + i] / ((double) height * width);
    }
    float[][] map = new float[height][width];
    float highest = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double sum = 0;
        for (int c = 0; c < channels; c++) {
          sum += weights[c] * rows.values()[start + (y * width + x) * channels + c];
        }
        map[y][x] = (float) Math.max(0, sum);
        highest = Math.max(highest, map[y][x]);
      }
    }
    for (float[] line : map) {
      for (int x = 0; x < width && highest > 0; x++) {
        line[x] /= highest;
      }
    }
    return map;
  }

  /** {@return the name of the layer that the maps are of} */
  public String layer() {
    return layer;
  }

  @Override
  public void close() {
    graph.close();
  }
}
