package org.keraunos.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.NamedArray;
import org.keraunos.base.Seeds;
import org.keraunos.base.Shape;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/**
 * All variables of a graph by name: the weights that its towers share, optimizer slots, counters,
 * the rate.
 */
public final class Variables implements WeightSource {
  private final Ops tf;
  private final Class<TFloating> type;
  private final long seed;
  private final Map<String, Variable> all = new LinkedHashMap<>();
  private final Set<String> ofLayers = new HashSet<>();
  private final Map<String, Variable> kept = new LinkedHashMap<>();

  /**
   * No variables yet.
   *
   * @param tf where to emit variables that belong to no layer
   * @param type the weights' type
   * @param seed the seed of the start values
   */
  public Variables(Ops tf, Class<TFloating> type, long seed) {
    this.tf = tf;
    this.type = type;
    this.seed = seed;
  }

  @Override
  public Operand<TFloating> read(WeightSpec spec, Ops layer) {
    Variable variable = all.get(spec.name());
    if (variable == null) {
      long weightSeed = Seeds.derive(seed, spec.name());
      Operand<TFloating> initial = spec.initial().emit(layer, spec.shape(), type, weightSeed);
      variable = add(Variable.create(layer, spec.name(), spec.shape(), type, initial));
      ofLayers.add(spec.name());
    }
    return variable.read(layer, type);
  }

  /** A variable that is no part of the training's state: it follows from others. */
  @Override
  public Operand<TFloating> kept(String name, Operand<TFloating> value, Ops layer) {
    int[] sizes =
        LongStream.of(value.shape().asArray()).mapToInt(Math::toIntExact).toArray();
    Variable variable = kept.computeIfAbsent(
        name, each -> Variable.create(layer, each, Shape.of(sizes), value.type(), value));
    return variable.read(layer, value.type());
  }

  /**
   * A variable of the weights' type that belongs to no layer, for example an optimizer's slot.
   *
   * @param name its name, unique in the graph
   * @param shape its shape
   * @param start the start value of all its elements
   * @return the variable
   */
  public Variable floating(String name, Shape shape, double start) {
    Operand<TFloating> value = Types.constant(tf, start, type);
    Operand<TFloating> initial =
        shape.rank() == 0 ? value : tf.fill(tf.constant(shape.toArray()), value);
    return add(Variable.create(tf.withSubScope(scopeOf(name)), name, shape, type, initial));
  }

  /**
   * A 64-bit integer counter that starts at 0.
   *
   * @param name its name, unique in the graph
   * @return the variable
   */
  public Variable counter(String name) {
    return add(Variable.create(tf, name, Shape.of(), TInt64.class, tf.constant(0L)));
  }

  /**
   * A variable by name.
   *
   * @param name its whole name
   * @return the variable
   */
  public Variable get(String name) {
    return Check.present(all.get(name), "no variable " + name);
  }

  /**
   * All variables that a training changes.
   *
   * @return their names, in the order in which they were made
   */
  public List<String> names() {
    return List.copyOf(all.keySet());
  }

  /**
   * Whether there is a variable of that name.
   *
   * @param name a whole name
   * @return true if there is
   */
  public boolean contains(String name) {
    return all.containsKey(name);
  }

  /**
   * Gives all variables their start values.
   *
   * @param session the session of the variables' graph
   */
  public void start(GraphSession session) {
    start(session, all.values());
    start(session, kept.values());
  }

  private static void start(GraphSession session, Collection<Variable> some) {
    List<Op> starts = new ArrayList<>();
    for (Variable variable : some) {
      if (variable.start() != null) {
        starts.add(variable.start());
      }
    }
    if (!starts.isEmpty()) {
      try (Feeds none = new Feeds()) {
        session.runTargets(none, starts);
      }
    }
  }

  /**
   * The current values of some variables.
   *
   * @param session the session of the variables' graph
   * @param names their names
   * @return name, shape and values, in the order of the names
   */
  public List<NamedArray> get(GraphSession session, Collection<String> names) {
    if (names.isEmpty()) {
      return List.of();
    }
    List<Operand<? extends TNumber>> snapshots = new ArrayList<>();
    for (String name : names) {
      snapshots.add(get(name).snapshot());
    }
    List<NamedArray> values = new ArrayList<>();
    try (Feeds none = new Feeds();
        Fetched fetched = session.run(none, snapshots)) {
      int i = 0;
      for (String name : names) {
        values.add(fetched.array(i++, name, get(name).shape().toArray()));
      }
    }
    return values;
  }

  /**
   * Sets some variables.
   *
   * @param session the session of the variables' graph
   * @param values names and new values
   * @throws IllegalArgumentException if a shape is not the variable's
   */
  public void set(GraphSession session, List<NamedArray> values) {
    List<Op> assigns = new ArrayList<>();
    try (Feeds feeds = new Feeds()) {
      for (NamedArray value : values) {
        Variable variable = get(value.name());
        Shape shape = variable.shape();
        Check.argument(
            Arrays.equals(shape.toArray(), value.shape()),
            value.name(),
            "shape " + Arrays.toString(shape.toArray()),
            value.shape());
        feeds.variable(variable, value);
        assigns.add(variable.assign());
      }
      session.runTargets(feeds, assigns);
    }
    if (values.stream().anyMatch(value -> ofLayers.contains(value.name()))) {
      start(session, kept.values());
    }
  }

  private Variable add(Variable variable) {
    @Nullable Variable before = all.put(variable.name(), variable);
    Check.state(before == null, "two variables are called " + variable.name());
    return variable;
  }

  private static String scopeOf(String name) {
    int slash = name.lastIndexOf('/');
    return slash < 0 ? "variables" : name.substring(0, slash).replace('/', '.');
  }
}
