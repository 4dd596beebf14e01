package org.keraunos.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.DenseArray;
import org.keraunos.base.ElementType;
import org.keraunos.base.NamedArray;
import org.keraunos.base.Shape;
import org.keraunos.contract.ChannelOrder;
import org.keraunos.contract.OutputContract;
import org.keraunos.contract.Preprocessing;
import org.keraunos.layers.Network;
import org.keraunos.runtime.EmitOptions;
import org.keraunos.runtime.Feeds;
import org.keraunos.runtime.Fetched;
import org.keraunos.runtime.FrozenWeights;
import org.keraunos.runtime.GraphSession;
import org.keraunos.runtime.Tensors;
import org.keraunos.runtime.Tower;
import org.keraunos.runtime.Types;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/**
 * A network with its weights as constants, without anything that trains: for prediction and for
 * export. Inputs come as floats as the network sees them, or, for a single input of known scaling,
 * as stored bytes. Runs may happen at the same time on many threads.
 */
public final class InferenceGraph implements AutoCloseable {
  /** The signature that takes what {@code Input} sees. */
  public static final String FLOATS = "serving_default";

  /** The signature that takes stored bytes and scales them itself. */
  public static final String BYTES = "serving_bytes";

  /** The name in signatures of an output that is the only one. */
  public static final String ONLY = "probabilities";

  private final GraphSession session;
  private final List<Port> ports;
  private final boolean takesBytes;
  private @Nullable Operand<?> bytes;
  private volatile List<Out> outputs;
  private volatile List<Out> raw;
  private @Nullable Supplier<Ends> bytesLater;
  private final List<? extends Operand<?>> floatFetches;
  private final List<? extends Operand<?>> rawFetches;
  private final EmitOptions options;
  private final List<NamedArray> unread;
  private final List<String> weightOps;

  /**
   * An input.
   *
   * @param name its name in the signature
   * @param shape the shape of one sample
   * @param placeholder where floats are fed
   */
  public record Port(String name, Shape shape, Operand<?> placeholder) {
    /** {@return NumPy's name of the type that is fed: {@code float32}} */
    public String type() {
      Class<?> type = placeholder.asOutput().type();
      return type.getSimpleName().substring(1).toLowerCase(Locale.ROOT);
    }
  }

  /**
   * An output.
   *
   * @param name its name in signatures: {@code probabilities} where there is one alone, else the
   *     layer's
   * @param shape the shape of one row
   * @param ofFloats what comes out for floats
   * @param ofBytes what comes out for bytes; null where none are taken
   */
  public record Out(
      String name,
      Shape shape,
      Operand<?> ofFloats,
      @Nullable Operand<?> ofBytes) {}

  /** What the outputs of a tower give, and the same as their network gives it. */
  private record Ends(List<Operand<?>> outputs, List<Operand<?>> raw) {}

  /**
   * Wraps a graph that is there already.
   *
   * @param session owner of the graph; closed with this
   * @param ports the inputs
   * @param bytes where bytes are fed, or null
   * @param outputs at least one
   * @param raw the same, with what the network gives in the place of what is calibrated
   * @param options what it was emitted with
   */
  public InferenceGraph(
      GraphSession session,
      List<Port> ports,
      @Nullable Operand<?> bytes,
      List<Out> outputs,
      List<Out> raw,
      EmitOptions options) {
    this.session = session;
    this.ports = List.copyOf(ports);
    this.bytes = bytes;
    this.takesBytes = bytes != null;
    this.outputs = List.copyOf(outputs);
    this.raw = List.copyOf(raw);
    this.floatFetches = this.outputs.stream().map(Out::ofFloats).toList();
    this.rawFetches = this.raw.stream().map(Out::ofFloats).toList();
    this.options = options;
    this.unread = List.of();
    this.weightOps = List.of();
  }

  private InferenceGraph(
      GraphSession session,
      ModelGraph.Plan plan,
      FrozenWeights frozen,
      List<Port> ports,
      Ends ofFloats,
      boolean takesBytes) {
    this.session = session;
    this.ports = List.copyOf(ports);
    this.takesBytes = takesBytes;
    this.outputs = outputs(plan.network(), ofFloats.outputs());
    this.raw = raw(outputs, ofFloats, null);
    this.floatFetches = ofFloats.outputs();
    this.rawFetches = ofFloats.raw();
    this.options = plan.inference();
    this.unread = frozen.unread();
    this.weightOps = frozen.ops();
  }

  /**
   * Freezes a network.
   *
   * @param plan what the model is built of
   * @param weights all weights
   * @param pixels what stored bytes go through before the network sees them; null for no input of
   *     bytes
   * @return the frozen graph
   */
  public static InferenceGraph freeze(
      ModelGraph.Plan plan, List<NamedArray> weights, @Nullable Preprocessing pixels) {
    return freeze(plan, weights, pixels, List.of());
  }

  /**
   * Freezes a network whose outputs may be calibrated.
   *
   * @param plan what the model is built of
   * @param weights all weights
   * @param pixels what stored bytes go through before the network sees them; null for no input of
   *     bytes
   * @param contracts what is known of the outputs, in the network's order; none if none is
   *     calibrated
   * @return the frozen graph
   */
  public static InferenceGraph freeze(
      ModelGraph.Plan plan,
      List<NamedArray> weights,
      @Nullable Preprocessing pixels,
      List<OutputContract> contracts) {
    GraphSession session = new GraphSession(
        plan.runtime(), GraphSession.Rewriting.prediction(plan.network().isUnrolled()));
    try {
      FrozenWeights frozen = new FrozenWeights(weights, plan.policy().variableType());
      InferenceGraph graph = emit(session, plan, frozen, pixels, contracts);
      frozen.release();
      return graph;
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private static InferenceGraph emit(
      GraphSession session,
      ModelGraph.Plan plan,
      FrozenWeights frozen,
      @Nullable Preprocessing pixels,
      List<OutputContract> contracts) {
    Ops tf = session.ops();
    Network network = plan.network();
    Class<TFloating> type = plan.policy().variableType();
    List<Port> ports = new ArrayList<>();
    List<Operand<? extends TNumber>> seen = new ArrayList<>();
    for (int i = 0; i < network.inputs().size(); i++) {
      String name = network.inputs().size() == 1 ? "images" : network.inputName(i);
      Shape shape = network.inputShape(i);
      Placeholder.Options sizes = Placeholder.shape(Tensors.batchShape(shape));
      boolean whole = network.inputType(i) != ElementType.FLOAT;
      Placeholder<? extends TNumber> placeholder = whole
          ? tf.withName(name).placeholder(TInt32.class, sizes)
          : tf.withName(name).placeholder(TFloat32.class, sizes);
      ports.add(new Port(name, shape, placeholder));
      seen.add(whole ? placeholder : Types.cast(tf, placeholder, type));
    }
    boolean takesBytes =
        pixels != null && ports.size() == 1 && network.inputType(0) != ElementType.INT32;
    Ends ofFloats = tower(tf, plan, frozen, seen, contracts);
    InferenceGraph graph = new InferenceGraph(session, plan, frozen, ports, ofFloats, takesBytes);
    if (pixels != null && takesBytes) {
      graph.bytesLater = () -> graph.ofBytes(plan, frozen, pixels, contracts);
    }
    return graph;
  }

  /** A second tower, of the same constants. */
  private Ends ofBytes(
      ModelGraph.Plan plan,
      FrozenWeights frozen,
      Preprocessing pixels,
      List<OutputContract> contracts) {
    Ops tf = session.ops();
    Class<TFloating> type = plan.policy().variableType();
    Placeholder<TUint8> stored = tf.withName("bytes")
        .placeholder(
            TUint8.class, Placeholder.shape(Tensors.batchShape(ports.get(0).shape())));
    bytes = stored;
    Operand<? extends TNumber> scaled = stored;
    if (plan.network().inputType(0) == ElementType.FLOAT) {
      scaled = Types.cast(tf, seen(tf, stored, pixels, type), plan.policy().computeType());
    }
    return tower(tf.withSubScope("from_bytes"), plan, frozen, List.of(scaled), contracts);
  }

  /** Stored bytes as the network sees them, with the arithmetic of the training. */
  private static Operand<TFloating> seen(
      Ops tf, Operand<TUint8> bytes, Preprocessing pixels, Class<TFloating> type) {
    Operand<TUint8> ordered =
        pixels.order() == ChannelOrder.BGR ? tf.reverse(bytes, tf.constant(new int[] {-1})) : bytes;
    Operand<TFloating> moved =
        tf.math.sub(Types.cast(tf, ordered, type), numbers(tf, pixels.subtrahend(), type));
    return tf.math.div(moved, numbers(tf, pixels.divisor(), type));
  }

  private static Operand<TFloating> numbers(Ops tf, List<Float> each, Class<TFloating> type) {
    if (each.size() == 1) {
      return Types.constant(tf, each.get(0), type);
    }
    float[] numbers = new float[each.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = each.get(i);
    }
    return Types.cast(tf, tf.constant(numbers), type);
  }

  /** Emits what takes bytes when it is first asked for: half of the ops, which many never need. */
  private synchronized @Nullable Operand<?> withBytes() {
    Supplier<Ends> later = bytesLater;
    if (later != null) {
      bytesLater = null;
      Ends ofBytes = later.get();
      List<Out> all = new ArrayList<>();
      for (int i = 0; i < ofBytes.outputs().size(); i++) {
        Out out = outputs.get(i);
        all.add(
            new Out(out.name(), out.shape(), out.ofFloats(), ofBytes.outputs().get(i)));
      }
      outputs = List.copyOf(all);
      raw = raw(outputs, new Ends(floats(outputs), floats(raw)), ofBytes);
    }
    return bytes;
  }

  private static List<Out> outputs(Network network, List<Operand<?>> ofFloats) {
    List<Out> outputs = new ArrayList<>();
    for (int i = 0; i < ofFloats.size(); i++) {
      outputs.add(
          new Out(name(network, i), network.outputs().get(i).shape(), ofFloats.get(i), null));
    }
    return List.copyOf(outputs);
  }

  private static List<Operand<?>> floats(List<Out> outputs) {
    List<Operand<?>> floats = new ArrayList<>();
    outputs.forEach(each -> floats.add(each.ofFloats()));
    return floats;
  }

  /** The outputs, with what their network gives in the place of what is calibrated. */
  private static List<Out> raw(List<Out> outputs, Ends ofFloats, @Nullable Ends ofBytes) {
    List<String> names = outputs.stream().map(Out::name).toList();
    List<Out> raw = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      Out out = outputs.get(i);
      boolean calibrated = ofFloats.raw().get(i) != ofFloats.outputs().get(i);
      raw.add(
          calibrated
              ? new Out(
                  rawName(out.name(), names),
                  out.shape(),
                  ofFloats.raw().get(i),
                  ofBytes == null ? null : ofBytes.raw().get(i))
              : out);
    }
    return List.copyOf(raw);
  }

  /**
   * The name that the network's own numbers have in signatures, beside the calibrated ones.
   *
   * @param output the output's name in signatures
   * @param outputs the names of all outputs there
   * @return {@code probabilities_raw}, for example
   */
  public static String rawName(String output, Collection<String> outputs) {
    String name = output + "_raw";
    while (outputs.contains(name)) {
      name += "_raw";
    }
    return name;
  }

  private static String name(Network network, int output) {
    return network.outputs().size() == 1 ? ONLY : network.outputName(output);
  }

  private static Ends tower(
      Ops tf,
      ModelGraph.Plan plan,
      FrozenWeights weights,
      List<? extends Operand<? extends TNumber>> inputs,
      List<OutputContract> contracts) {
    Tower tower = Tower.inference(tf, plan.policy(), plan.inference(), weights);
    List<Value> values = Emitter.emit(plan.network().flattened(), tower, inputs, Set.of());
    List<Operand<?>> outputs = new ArrayList<>();
    List<Operand<?>> raw = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      Operand<TFloating> output =
          Types.cast(tf, values.get(i).operand(), plan.policy().variableType());
      String name = values.size() == 1 ? name(plan.network(), i) : "output_" + i;
      OutputContract contract = contracts.isEmpty() ? null : contracts.get(i);
      if (contract == null || contract.calibration().isEmpty()) {
        outputs.add(tf.withName(name).dtypes.cast(output, TFloat32.class));
        raw.add(outputs.get(i));
      } else {
        Operand<TFloat32> own = tf.withName(name + "_raw").dtypes.cast(output, TFloat32.class);
        raw.add(own);
        outputs.add(CalibratedOutput.emit(
            tf, name, own, plan.network().outputs().get(i).shape(), contract));
      }
    }
    return new Ends(outputs, raw);
  }

  /**
   * Predicts from stored bytes.
   *
   * @param values rows of bytes
   * @param rows how many
   * @param into where the rows of each output go
   * @param firstRow the place of the first row there
   * @param ofNetwork whether numbers are not calibrated
   */
  public void runBytes(byte[] values, int rows, float[][] into, int firstRow, boolean ofNetwork) {
    Operand<?> port = Check.present(withBytes(), "this model takes no bytes");
    List<Operand<?>> fetches = new ArrayList<>();
    for (Out output : ofNetwork ? raw : outputs) {
      fetches.add(Check.present(output.ofBytes(), "this model takes no bytes"));
    }
    try (Feeds feeds = new Feeds()) {
      feeds.bytes(port, values, rows, ports.get(0).shape());
      run(feeds, fetches, into, firstRow);
    }
  }

  /**
   * Predicts from floats as the network sees them.
   *
   * @param values rows of floats, one array an input
   * @param rows how many
   * @param into where the rows of each output go
   * @param firstRow the place of the first row there
   * @param ofNetwork whether numbers are not calibrated
   */
  public void runFloats(
      List<float[]> values, int rows, float[][] into, int firstRow, boolean ofNetwork) {
    try (Feeds feeds = new Feeds()) {
      for (int i = 0; i < ports.size(); i++) {
        feed(feeds, ports.get(i), values.get(i), rows);
      }
      run(feeds, ofNetwork ? rawFetches : floatFetches, into, firstRow);
    }
  }

  private static void feed(Feeds feeds, Port port, float[] values, int rows) {
    Class<?> type = port.placeholder().asOutput().type();
    int length = rows * port.shape().size();
    if (type.equals(TFloat32.class)) {
      feeds.floats(port.placeholder(), values, rows, port.shape());
    } else if (type.equals(TInt32.class)) {
      int[] whole = WholeNumbers.of(values, length);
      feeds.integers(port.placeholder(), whole, rows, port.shape());
    } else if (type.equals(TUint8.class)) {
      feeds.bytes(port.placeholder(), WholeNumbers.bytes(values, length), rows, port.shape());
    } else {
      int[] sizes = new int[port.shape().rank() + 1];
      sizes[0] = rows;
      System.arraycopy(port.shape().toArray(), 0, sizes, 1, sizes.length - 1);
      feeds.array(
          port.placeholder(),
          DenseArray.of(
              type.equals(TInt64.class)
                  ? Arrays.stream(WholeNumbers.of(values, length))
                      .asLongStream()
                      .toArray()
                  : WholeNumbers.doubles(values, length),
              sizes));
    }
  }

  private void run(Feeds feeds, List<? extends Operand<?>> fetches, float[][] into, int firstRow) {
    try (Fetched fetched = session.run(feeds, fetches)) {
      for (int i = 0; i < into.length; i++) {
        fetched.read(i, into[i], firstRow * outputs.get(i).shape().size());
      }
    }
  }

  /**
   * Whether bytes can be fed.
   *
   * @return true if there is an input for them
   */
  public boolean takesBytes() {
    return takesBytes;
  }

  /**
   * The inputs.
   *
   * @return at least one
   */
  public List<Port> ports() {
    return ports;
  }

  /**
   * The outputs.
   *
   * @return at least one, in the network's order; what comes out for bytes is known behind
   *     {@link #bytes}
   */
  public List<Out> outputs() {
    return outputs;
  }

  /**
   * The same outputs as the network gives them.
   *
   * @return in the network's order; an output that is not calibrated is the one of {@link #outputs}
   */
  public List<Out> raw() {
    return raw;
  }

  /**
   * Where bytes are fed.
   *
   * @return the placeholder, or null
   */
  public @Nullable Operand<?> bytes() {
    return withBytes();
  }

  /**
   * The ops that hold weights.
   *
   * @return their names, whether an output needs them or not
   */
  public List<String> weightOps() {
    return weightOps;
  }

  /**
   * The weights that no op reads.
   *
   * @return those that training alone needs
   */
  public List<NamedArray> unread() {
    return unread;
  }

  /**
   * What the graph was emitted with.
   *
   * @return the passes that are on
   */
  public EmitOptions options() {
    return options;
  }

  /**
   * Owner of the graph.
   *
   * @return the session
   */
  public GraphSession session() {
    return session;
  }

  @Override
  public void close() {
    session.close();
  }
}
