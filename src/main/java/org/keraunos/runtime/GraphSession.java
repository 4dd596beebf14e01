package org.keraunos.runtime;

import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.keraunos.base.Check;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.types.family.TFloating;

/**
 * Owner of one graph and its session: closes both, in the order that does not hang, once. One that
 * nobody closes is freed when it cannot be reached any more, with a warning.
 */
public final class GraphSession implements AutoCloseable {
  static {
    NativeLibrary.prepare();
  }

  private final Handles.Watched watched;
  private final RuntimeOptions options;
  private final Rewriting rewriting;
  private final Ops tf;
  private volatile boolean closed;

  /**
   * An empty graph.
   *
   * @param options how it will run
   */
  public GraphSession(RuntimeOptions options) {
    this(options, Rewriting.ALL);
  }

  /** What TensorFlow may make of a graph before its first run. */
  public enum Rewriting {
    /** All that it knows. */
    ALL,
    /** What makes a graph without variables and gradients faster. */
    PREDICTION,
    /** Nothing: for many thousand small ops it takes longer than it saves. */
    NONE;

    /**
     * For a graph that predicts.
     *
     * @param unrolled whether it is of many thousand small ops
     * @return what may be made of it
     */
    public static Rewriting prediction(boolean unrolled) {
      return unrolled ? NONE : PREDICTION;
    }

    ConfigProto config(RuntimeOptions options) {
      return switch (this) {
        case ALL -> options.toConfig();
        case PREDICTION -> options.forPrediction();
        case NONE -> options.withoutRewriting();
      };
    }
  }

  /**
   * An empty graph.
   *
   * @param options how it will run
   * @param rewriting what TensorFlow may make of it before its first run
   */
  public GraphSession(RuntimeOptions options, Rewriting rewriting) {
    this.rewriting = rewriting;
    this.options = options;
    Graph graph = new Graph();
    this.tf = Ops.create(new FreshGraph(graph));
    this.watched = Handles.of(this, graph, null);
  }

  private GraphSession(SavedModelBundle bundle, RuntimeOptions options, Rewriting rewriting) {
    this.rewriting = rewriting;
    this.options = options;
    this.tf = Ops.create(bundle.graph());
    this.watched = Handles.of(this, bundle.graph(), bundle.session());
  }

  /**
   * The graph of a SavedModel, with its variables restored.
   *
   * @param folder the SavedModel
   * @param options how it will run
   * @param rewriting what TensorFlow may make of it before its first run
   * @return the graph and what its signatures say
   * @throws org.tensorflow.exceptions.TensorFlowException if TensorFlow cannot load it
   */
  public static Loaded load(Path folder, RuntimeOptions options, Rewriting rewriting) {
    ThreadPools.before(options);
    SavedModelBundle bundle = SavedModelBundle.loader(folder.toString())
        .withConfigProto(rewriting.config(options))
        .load();
    return new Loaded(
        new GraphSession(bundle, options, rewriting),
        bundle.metaGraphDef().getSignatureDefMap(),
        bundle.metaGraphDef().getGraphDef());
  }

  /**
   * A graph that was loaded.
   *
   * @param session the graph
   * @param signatures its signatures by name
   * @param definition its ops
   */
  public record Loaded(
      GraphSession session, Map<String, SignatureDef> signatures, GraphDef definition) {}

  /**
   * Where ops are emitted, before the first run.
   *
   * @return the graph's root scope
   */
  public Ops ops() {
    return tf;
  }

  /**
   * How it runs.
   *
   * @return thread counts and device
   */
  public RuntimeOptions options() {
    return options;
  }

  /** {@return whether TensorFlow may rewrite the graph before its first run} */
  public boolean isRewritten() {
    return rewriting != Rewriting.NONE;
  }

  /**
   * An output of the graph by name.
   *
   * @param name for example {@code dense/Sigmoid:0}
   * @return the output
   */
  public Output<?> output(String name) {
    checkOpen();
    return graph().outputOrThrow(name);
  }

  /**
   * The graph, serialized.
   *
   * @return all of its ops
   */
  public GraphDef definition() {
    checkOpen();
    return graph().toGraphDef();
  }

  /**
   * Emits the gradients of a scalar.
   *
   * @param loss the scalar
   * @param tower where it is
   * @param of what it is differentiated by
   * @param names the names of those: of weights as the tower has read them, or of others
   * @return one gradient each
   * @throws IllegalArgumentException if the loss does not depend on one of them
   */
  public List<Operand<TFloating>> gradients(
      Operand<TFloating> loss, Tower tower, List<Operand<TFloating>> of, List<String> names) {
    List<Gradients.By> by = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      by.add(tower.by(names.get(i), of.get(i)));
    }
    return Gradients.of(graph(), tf, loss, tower.cuts(), by);
  }

  /**
   * Runs ops and fetches values.
   *
   * @param feeds what placeholders hold; the caller closes it
   * @param fetches what to fetch, each op once
   * @param targets what else to run
   * @return the values in the order of the fetches; the caller closes it
   */
  public Fetched run(Feeds feeds, List<? extends Operand<?>> fetches, Op... targets) {
    try {
      return new Fetched(runner(feeds, fetches, targets).run());
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * Runs ops and says how long each took.
   *
   * @param feeds what placeholders hold; the caller closes it
   * @param fetches what to fetch, each op once
   * @param targets what else to run
   * @return the ops in TensorFlow's order, a device after the other
   */
  public List<OpTime> trace(Feeds feeds, List<? extends Operand<?>> fetches, Op... targets) {
    RunOptions full =
        RunOptions.newBuilder().setTraceLevel(RunOptions.TraceLevel.FULL_TRACE).build();
    try (Result result = runner(feeds, fetches, targets).setOptions(full).runAndFetchMetadata()) {
      return result
          .getMetadata()
          .map(metadata -> OpTime.of(metadata.getStepStats()))
          .orElse(List.of());
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private Session.Runner runner(Feeds feeds, List<? extends Operand<?>> fetches, Op... targets) {
    checkOpen();
    Session.Runner runner = session().runner();
    feeds.tensors().forEach(runner::feed);
    fetches.forEach(runner::fetch);
    for (Op target : targets) {
      runner.addTarget(target);
    }
    return runner;
  }

  void runTargets(Feeds feeds, Collection<? extends Op> targets) {
    if (!targets.isEmpty()) {
      run(feeds, List.of(), targets.toArray(Op[]::new)).close();
    }
  }

  /** Closes session and graph; a second call does nothing. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      watched.close();
    }
  }

  private Graph graph() {
    return watched.handles().graph;
  }

  private void checkOpen() {
    Check.state(!closed, "the model is closed: create or load it again");
  }

  private synchronized Session session() {
    checkOpen();
    Handles handles = watched.handles();
    Session opened = handles.session;
    if (opened == null) {
      ThreadPools.before(options);
      opened = new Session(handles.graph, rewriting.config(options));
      handles.session = opened;
    }
    return opened;
  }
}
