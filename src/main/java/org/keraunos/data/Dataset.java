package org.keraunos.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.CheckReturnValue;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.LabelNames;
import org.keraunos.base.Moments;
import org.keraunos.base.Seeds;
import org.keraunos.base.Shape;

/**
 * Named inputs, named targets and row weights with the same number of rows; immutable. Inputs keep
 * the type that they are stored in, and carry the scale that the graph applies.
 *
 * <pre>{@code
 * Dataset.of(pixels, 32, 32, 3).withLabels(labels).withLabelNames("cat", "dog")
 * }</pre>
 */
@CheckReturnValue
public final class Dataset {
  private final int rows;
  private final List<Feature> inputs;
  private final List<Target> targets;
  private final @Nullable FloatColumn sampleWeight;
  private final @Nullable LabelNames labelSet;

  private Dataset(
      int rows,
      List<Feature> inputs,
      List<Target> targets,
      @Nullable FloatColumn sampleWeight,
      @Nullable LabelNames labelSet) {
    this.rows = rows;
    this.inputs = inputs;
    this.targets = targets;
    this.sampleWeight = sampleWeight;
    this.labelSet = labelSet;
  }

  /**
   * Images or other arrays of bytes, unsigned; the graph divides them by 255 ({@link #withScaling}
   * changes that).
   *
   * @param values one sample after the other, each row-major (height, width, channels); not copied
   * @param shape the shape of one sample
   * @return a data set without targets
   * @throws IllegalArgumentException if the array is no whole number of samples
   */
  public static Dataset of(byte[] values, int... shape) {
    Check.given(values, "values");
    return of(new Feature("images", ByteColumn.of(values, Shape.of(shape)), Scaling.PIXELS));
  }

  /**
   * Floats, taken as they are.
   *
   * @param values one sample after the other, each row-major; not copied
   * @param shape the shape of one sample
   * @return a data set without targets
   * @throws IllegalArgumentException if the array is no whole number of samples, or holds NaN or
   *     infinity
   */
  public static Dataset of(float[] values, int... shape) {
    Shape sample = Shape.of(shape);
    FloatColumn column = FloatColumn.of(Check.given(values, "values"), sample);
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw Check.bad("values", "finite numbers", values[i] + " in sample " + i / sample.size());
      }
    }
    return of(new Feature("images", column, Scaling.NONE));
  }

  /**
   * Images as nested arrays, taken as they are.
   *
   * @param images samples, height, width, channels; copied
   * @return a data set without targets
   * @throws IllegalArgumentException if there is no image, the arrays are ragged, or hold NaN or
   *     infinity
   */
  public static Dataset of(float[][][][] images) {
    Check.given(images, "images");
    Check.argument(
        images.length > 0 && images[0].length > 0 && images[0][0].length > 0,
        "images",
        "at least one image with pixels",
        "none");
    int height = images[0].length;
    int width = images[0][0].length;
    int channels = images[0][0][0].length;
    float[] flat = new float[Math.multiplyExact(images.length, height * width * channels)];
    int offset = 0;
    for (int i = 0; i < images.length; i++) {
      String which = "images[" + i + "]";
      Check.argument(images[i].length == height, which, height + " rows", images[i].length);
      for (float[][] line : images[i]) {
        Check.argument(line.length == width, which, "rows of " + width + " pixels", line.length);
        for (float[] pixel : line) {
          Check.argument(pixel.length == channels, which, channels + " channels", pixel.length);
          System.arraycopy(pixel, 0, flat, offset, channels);
          offset += channels;
        }
      }
    }
    return of(flat, height, width, channels);
  }

  /**
   * Samples from a source of the program's own, such as a database or a generator. They are read
   * once, here and one after the other. Up to a quarter of the largest heap (-Xmx) they are kept on
   * it; more go to a temporary file, which is mapped into memory and gone when the program ends, so
   * that there may be far more data than heap and each epoch still takes them in any order.
   *
   * @param samples at least one, all of bytes or all of floats, and with as many labels as the
   *     first; copied
   * @param shape the shape of one sample
   * @return a data set, with the target {@code labels} if the samples have labels
   * @throws IllegalArgumentException if there is no sample, or one has another length, type or
   *     number of labels than the others, or holds NaN or infinity; the message names its number,
   *     from 0
   * @throws org.keraunos.base.DataException if the temporary file cannot be written
   */
  public static Dataset of(Iterable<Sample> samples, int... shape) {
    return SampleRows.read(
        Check.given(samples, "samples"), Shape.of(shape), Runtime.getRuntime().maxMemory() / 4);
  }

  /**
   * Columns of any source.
   *
   * @param inputs at least one, with names that differ and the same number of rows
   * @return a data set without targets
   * @throws IllegalArgumentException if names or numbers of rows clash
   */
  public static Dataset of(Feature... inputs) {
    for (Feature input : Check.given(inputs, "inputs")) {
      Check.given(input, "inputs");
    }
    Check.argument(inputs.length > 0, "inputs", "at least one", "none");
    int rows = inputs[0].column().rows();
    List<String> names = new ArrayList<>();
    for (Feature input : inputs) {
      checkRows("input " + input.name(), input.column().rows(), rows);
      Check.argument(
          !names.contains(input.name()), "inputs", "names that differ", input.name() + " twice");
      names.add(input.name());
    }
    return new Dataset(rows, List.of(inputs), List.of(), null, null);
  }

  /**
   * Several inputs by name, as {@code fit({"a": x1, "b": x2})} takes them in Keras.
   *
   * <pre>{@code
   * Dataset.of(Map.of("image", pixels, "age", ages)).withTargets(Map.of("labels", y))
   * }</pre>
   *
   * @param inputs for each name an array whose first axis is the rows: {@code float[]} to
   *     {@code float[][][][]}, the same of {@code double}, {@code int} or {@code long} (taken as
   *     they are) or {@code byte} (pixels, divided by 255 unless {@link #withScaling} says
   *     otherwise), or a {@link org.keraunos.base.DenseArray}; copied. An array of one axis has one
   *     number a row
   * @return a data set without targets, whose inputs are sorted by name
   * @throws IllegalArgumentException if there is none, an array is ragged or holds NaN or infinity,
   *     or the numbers of rows differ
   */
  public static Dataset of(Map<String, ?> inputs) {
    List<Feature> features = new ArrayList<>();
    new TreeMap<>(Check.given(inputs, "inputs")).forEach((name, array) -> {
      String what = "input \"" + name + "\"";
      Column column = NestedArrays.column(what, Check.given(array, what));
      features.add(new Feature(name, column, column.holdsBytes() ? Scaling.PIXELS : Scaling.NONE));
      checkFinite(what, column);
    });
    return of(features.toArray(Feature[]::new));
  }

  private static void checkFinite(String what, Column column) {
    float[] row = new float[column.holdsBytes() ? 0 : column.shape().size()];
    for (int i = 0; i < column.rows() && row.length > 0; i++) {
      column.readFloats(i, row, 0);
      for (float value : row) {
        if (!Float.isFinite(value)) {
          throw Check.bad(what, "finite numbers", value + " in row " + i);
        }
      }
    }
  }

  /**
   * The rows of several data sets, one behind the other.
   *
   * @param parts at least one, alike in inputs, columns, scaling, targets and label names, without
   *     row weights
   * @return a view
   * @throws IllegalArgumentException if they are not alike
   */
  public static Dataset concat(Dataset... parts) {
    for (Dataset part : Check.given(parts, "parts")) {
      Check.given(part, "parts");
    }
    return JoinedRows.of(List.of(parts));
  }

  /**
   * Adds labels.
   *
   * @param labels samples, labels: 0 or 1
   * @return a new data set
   * @throws IllegalArgumentException if the rows are ragged or not as many, or hold something else
   */
  public Dataset withLabels(int[][] labels) {
    return withLabels(LabelMatrix.of(labels));
  }

  /**
   * Adds labels.
   *
   * @param labels samples, labels
   * @return a new data set
   * @throws IllegalArgumentException if the rows are ragged or not as many
   */
  public Dataset withLabels(boolean[][] labels) {
    return withLabels(LabelMatrix.of(labels));
  }

  /**
   * Adds labels.
   *
   * @param labels samples, labels: 0, 1 or between (soft labels); NaN is unknown
   * @return a new data set
   * @throws IllegalArgumentException if the rows are ragged or not as many
   */
  public Dataset withLabels(float[][] labels) {
    Check.given(labels, "labels");
    Check.argument(
        labels.length > 0 && labels[0].length > 0, "labels", "at least one row and label", "none");
    int width = labels[0].length;
    float[] flat = new float[Math.multiplyExact(labels.length, width)];
    for (int row = 0; row < labels.length; row++) {
      Check.argument(
          labels[row].length == width,
          "labels[" + row + "]",
          width + " labels",
          labels[row].length);
      System.arraycopy(labels[row], 0, flat, row * width, width);
    }
    return withTarget(new Target("labels", FloatColumn.of(flat, Shape.of(width))));
  }

  /**
   * Adds labels.
   *
   * @param labels 0, 1 or unknown; not copied
   * @return a new data set
   * @throws IllegalArgumentException if there are not as many rows
   */
  public Dataset withLabels(LabelMatrix labels) {
    return withTarget(new Target("labels", FloatColumn.of(Check.given(labels, "labels"))));
  }

  /**
   * Adds a target; a network of several outputs takes one each, by name.
   *
   * @param target the target
   * @return a new data set
   * @throws IllegalArgumentException if there are not as many rows or the name is taken
   */
  public Dataset withTarget(Target target) {
    Check.given(target, "target");
    checkRows(target.name(), target.column().rows(), rows);
    for (Target before : targets) {
      Check.argument(
          !before.name().equals(target.name()),
          "targets",
          "names that differ",
          target.name() + " twice");
    }
    if (targets.isEmpty() && labelSet != null) {
      checkNames(labelSet, target.shape().size());
    }
    List<Target> more = new ArrayList<>(targets);
    more.add(target);
    return new Dataset(rows, inputs, List.copyOf(more), sampleWeight, labelSet);
  }

  /**
   * Adds targets by name, one for each output of the network that trains.
   *
   * @param targets for each name an array whose first axis is the rows: numbers or truth values;
   *     NaN is an unknown label; copied
   * @return a new data set, with these targets sorted by name behind those that it has
   * @throws IllegalArgumentException if an array is ragged, there are not as many rows, or a name
   *     is taken
   */
  public Dataset withTargets(Map<String, ?> targets) {
    Dataset with = this;
    for (Map.Entry<String, ?> each : new TreeMap<>(Check.given(targets, "targets")).entrySet()) {
      String what = "target \"" + each.getKey() + "\"";
      Column column = NestedArrays.column(what, Check.given(each.getValue(), what));
      Check.argument(!column.holdsBytes(), what, "numbers or truth values", "bytes");
      with = with.withTarget(new Target(each.getKey(), (FloatColumn) column));
    }
    return with;
  }

  /**
   * Names the labels.
   *
   * @param names one a label
   * @return a new data set
   * @throws IllegalArgumentException if there are not as many as labels, or they do not differ
   */
  public Dataset withLabelNames(String... names) {
    for (String name : Check.given(names, "label names")) {
      Check.given(name, "label names");
    }
    return withLabelNames(new LabelNames(List.of(names)));
  }

  /**
   * Names the labels.
   *
   * @param names one a label
   * @return a new data set
   * @throws IllegalArgumentException if there are not as many as labels
   */
  public Dataset withLabelNames(LabelNames names) {
    Check.given(names, "label names");
    if (!targets.isEmpty()) {
      checkNames(names, targets.get(0).shape().size());
    }
    return new Dataset(rows, inputs, targets, sampleWeight, names);
  }

  /**
   * Whether somebody named the labels, and they are not just numbered.
   *
   * @return false if {@link #labelNames} gives numbers because there is nothing else
   */
  public boolean hasLabelNames() {
    return labelSet != null;
  }

  /**
   * The labels of the first target, and their names, in another order or fewer of them.
   *
   * @param places which column of these data becomes the first, the second and so on
   * @return a new data set over the same rows
   * @throws IllegalStateException if there are no labels
   * @throws IllegalArgumentException if a place is no column
   */
  public Dataset withLabelOrder(int... places) {
    Check.given(places, "places");
    Check.state(!targets.isEmpty(), "this data set has no labels");
    Target first = targets.get(0);
    List<Target> changed = new ArrayList<>(targets);
    changed.set(0, new Target(first.name(), first.column().columns(places), first.sampleWeight()));
    List<String> names = labelNames().names();
    LabelNames picked = labelSet == null
        ? null
        : new LabelNames(IntStream.of(places).mapToObj(names::get).toList());
    return new Dataset(rows, inputs, List.copyOf(changed), sampleWeight, picked);
  }

  /**
   * The same with another input in place of the one of its name.
   *
   * @param changed as many rows, under a name that is there
   * @return a changed copy
   * @throws IllegalArgumentException if no input has the name, or the number of rows is another
   */
  public Dataset withInput(Feature changed) {
    Check.given(changed, "input");
    List<String> names = inputs.stream().map(Feature::name).toList();
    int place = names.indexOf(changed.name());
    Check.argument(place >= 0, "input", "a name of " + names, changed.name());
    checkRows("input " + changed.name(), changed.column().rows(), rows);
    List<Feature> all = new ArrayList<>(inputs);
    all.set(place, changed);
    return new Dataset(rows, List.copyOf(all), targets, sampleWeight, labelSet);
  }

  /**
   * Names the numbers of a sample, as a table's columns have names. A model that was trained on
   * them takes them by name.
   *
   * @param names one a number of the only input
   * @return a changed copy
   * @throws IllegalArgumentException if there are several inputs, or not as many names as numbers
   */
  public Dataset withColumnNames(String... names) {
    Check.argument(inputs.size() == 1, "data", "one input", inputs.size() + " inputs");
    for (String name : Check.given(names, "column names")) {
      Check.given(name, "column names");
    }
    Feature only = inputs.get(0);
    return withInput(new Feature(only.name(), only.column(), only.scaling(), List.of(names)));
  }

  private static void checkNames(LabelNames names, int labels) {
    Check.argument(
        names.size() == labels, "label names", labels + " names, one a label", names.size());
  }

  /**
   * Weighs the rows in the loss and in metrics that weigh.
   *
   * @param weights one number a row, finite and at least 0, not all 0
   * @return a new data set
   * @throws IllegalArgumentException if there are not as many or one is out of range
   */
  public Dataset withSampleWeight(float... weights) {
    return new Dataset(rows, inputs, targets, checkedWeights(weights), labelSet);
  }

  /**
   * Weighs the rows for one target, in place of the weights of {@link #withSampleWeight(float...)}.
   *
   * @param target the target's name
   * @param weights one number a row, finite and at least 0, not all 0
   * @return a new data set
   * @throws IllegalArgumentException if there is no such target, there are not as many weights or
   *     one is out of range
   */
  public Dataset withSampleWeight(String target, float... weights) {
    List<Target> changed = new ArrayList<>(targets);
    List<String> names = targets.stream().map(Target::name).toList();
    int at = names.indexOf(target);
    Check.argument(at >= 0, "target", "one of " + names, target);
    changed.set(at, new Target(target, targets.get(at).column(), checkedWeights(weights)));
    return new Dataset(rows, inputs, List.copyOf(changed), sampleWeight, labelSet);
  }

  private FloatColumn checkedWeights(float[] weights) {
    Check.given(weights, "sampleWeight");
    checkRows("sampleWeight", weights.length, rows);
    boolean any = false;
    for (int row = 0; row < weights.length; row++) {
      Check.argument(
          Float.isFinite(weights[row]) && weights[row] >= 0,
          "sampleWeight[" + row + "]",
          "a finite number >= 0",
          weights[row]);
      any |= weights[row] > 0;
    }
    Check.argument(any, "sampleWeight", "a weight above 0", "only zeros");
    return FloatColumn.of(weights.clone(), Shape.of(1));
  }

  /**
   * Changes what the graph does to the stored numbers of all inputs.
   *
   * @param scaling divisor and offset
   * @return a new data set
   */
  public Dataset withScaling(Scaling scaling) {
    List<Feature> scaled = inputs.stream()
        .map(input -> new Feature(input.name(), input.column(), scaling, input.columns()))
        .toList();
    return new Dataset(rows, scaled, targets, sampleWeight, labelSet);
  }

  /**
   * Some inputs, in the order given.
   *
   * @param names names of inputs
   * @return a view
   * @throws IllegalArgumentException if there is no input of a name
   */
  public Dataset withInputs(List<String> names) {
    List<Feature> some = new ArrayList<>();
    for (String name : Check.given(names, "names")) {
      some.add(inputs.stream()
          .filter(input -> input.name().equals(name))
          .findFirst()
          .orElseThrow(() -> Check.bad(
              "data inputs",
              "one called \"" + name + "\"",
              inputs.stream().map(Feature::name).toList())));
    }
    return new Dataset(rows, List.copyOf(some), targets, sampleWeight, labelSet);
  }

  /**
   * Some rows, in the order given.
   *
   * @param order row numbers, from 0; a row may stand twice
   * @return a view
   * @throws IllegalArgumentException if a row does not exist
   */
  public Dataset rows(int... order) {
    for (int row : Check.given(order, "rows")) {
      Check.argument(row >= 0 && row < rows, "rows", "0 to " + (rows - 1), row);
    }
    int[] kept = order.clone();
    List<Feature> someInputs = inputs.stream().map(input -> input.rows(kept)).toList();
    List<Target> someTargets = targets.stream().map(target -> target.rows(kept)).toList();
    FloatColumn someWeights = sampleWeight == null ? null : sampleWeight.rows(kept);
    return new Dataset(kept.length, someInputs, someTargets, someWeights, labelSet);
  }

  /**
   * The first rows.
   *
   * @param count how many; all if there are fewer
   * @return a view
   * @throws IllegalArgumentException if the count is below 1
   */
  public Dataset take(int count) {
    Check.argument(count >= 1, "take", "at least one row", count);
    int[] first = new int[Math.min(count, rows)];
    Arrays.setAll(first, row -> row);
    return rows(first);
  }

  /**
   * Two parts of the shuffled rows, for example training and validation.
   *
   * @param secondShare the second part's share of the rows, above 0 and below 1
   * @param seed the seed of the shuffle
   * @return the first and the second part, each with at least one row
   * @throws IllegalArgumentException if the share is out of range or a part would be empty
   */
  public List<Dataset> split(double secondShare, long seed) {
    Check.argument(
        secondShare > 0 && secondShare < 1, "split share", "above 0 and below 1", secondShare);
    int second = (int) Math.round(rows * secondShare);
    Check.argument(
        second > 0 && second < rows,
        "split share",
        "a share that leaves a row in each part",
        secondShare + " of " + rows);
    int[] order = Seeds.permutation(rows, Seeds.derive(seed, "split"));
    int[] tail = Arrays.copyOfRange(order, rows - second, rows);
    return List.of(rows(Arrays.copyOfRange(order, 0, rows - second)), rows(tail));
  }

  /**
   * The number of rows.
   *
   * @return rows, at least 0
   */
  public int size() {
    return rows;
  }

  /**
   * The inputs.
   *
   * @return at least one
   */
  public List<Feature> inputs() {
    return inputs;
  }

  /**
   * The targets.
   *
   * @return none for data to predict
   */
  public List<Target> targets() {
    return targets;
  }

  /**
   * The weights of the rows.
   *
   * @return a column of one number a row; null if all weigh 1
   */
  public @Nullable FloatColumn sampleWeight() {
    return sampleWeight;
  }

  /**
   * The names of the labels.
   *
   * @return the names given, or else numbers
   * @throws IllegalStateException if there are neither names nor targets
   */
  public LabelNames labelNames() {
    if (labelSet != null) {
      return labelSet;
    }
    Check.state(!targets.isEmpty(), "this data set has no labels");
    return LabelNames.numbered(targets.get(0).shape().size());
  }

  /**
   * The first target as labels.
   *
   * @return a new matrix
   * @throws IllegalStateException if there is no target or one is soft
   */
  public LabelMatrix labels() {
    Check.state(!targets.isEmpty(), "this data set has no labels");
    FloatColumn column = targets.get(0).column();
    int width = column.shape().size();
    byte[] flat = new byte[Math.multiplyExact(rows, width)];
    float[] buffer = new float[width];
    for (int row = 0; row < rows; row++) {
      column.read(row, buffer, 0);
      for (int label = 0; label < width; label++) {
        float value = buffer[label];
        if (value != 0 && value != 1 && !Float.isNaN(value)) {
          throw new IllegalStateException(
              "labels() is for labels of 0, 1 and NaN, row " + row + " has " + value);
        }
        flat[row * width + label] = Float.isNaN(value) ? LabelMatrix.UNKNOWN : (byte) value;
      }
    }
    return LabelMatrix.of(flat, rows, width);
  }

  /**
   * Mean and variance of each channel (the last axis) of the first input as the network sees it,
   * scaled: what a normalization adapts to. Two passes over the rows, in double.
   *
   * @return one mean and variance a channel
   * @throws IllegalArgumentException if there is no row
   */
  public Moments moments() {
    return InputMoments.of(inputs.get(0));
  }

  /**
   * What tells these data from others: names, shapes, scaling and all numbers, as they are after
   * reading. Goes over all rows.
   *
   * @return {@code sha256:} and 64 digits, the same for equal data
   */
  public String digest() {
    return DataDigest.of(this);
  }

  /**
   * An empty batch for rows of this data set.
   *
   * @param capacity the most rows that it will hold
   * @return the batch
   * @throws IllegalArgumentException if the capacity is below 1
   */
  public Batch newBatch(int capacity) {
    Check.argument(capacity >= 1, "batchSize", ">= 1", capacity);
    return new Batch(this, capacity);
  }

  /**
   * Copies rows into a batch.
   *
   * @param order row numbers
   * @param from the place of the first in the order
   * @param count how many
   * @param into a batch of this data set, or of one with the same inputs, targets and weights, that
   *     is large enough
   * @throws IllegalArgumentException if the batch is of other data
   */
  public void fill(int[] order, int from, int count, Batch into) {
    Check.given(into, "into").fill(this, Check.given(order, "order"), from, count);
  }

  private static void checkRows(String what, int received, int expected) {
    Check.argument(
        received == expected, what, expected + " rows, as many as the inputs have", received);
  }

  @Override
  public String toString() {
    List<Shape> in = inputs.stream().map(Feature::shape).toList();
    List<Shape> out = targets.stream().map(Target::shape).toList();
    return "Dataset of " + rows + " rows " + shapes(in)
        + (out.isEmpty() ? "" : " -> " + shapes(out));
  }

  private static String shapes(List<Shape> shapes) {
    return shapes.stream().map(Shape::toString).collect(Collectors.joining(", "));
  }
}
