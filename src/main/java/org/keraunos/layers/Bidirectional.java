package org.keraunos.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.keraunos.base.Check;
import org.keraunos.base.Codecs;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A recurrent layer forwards and another one backwards over the same sequence, joined:
 * {@code keras.layers.Bidirectional}.
 *
 * <p>Input (steps, features); output what the layer gives, twice as wide where both are
 * concatenated, or two outputs where they are not joined; behind it the states of both where the
 * layer returns them. Weights: those of both layers.
 */
public final class Bidirectional extends FluentLayer<Bidirectional> {
  private static final Setting<Layer> LAYER = recurrent("layer");
  private static final Setting<Layer> BACKWARD = recurrent("backward_layer");
  // Before 3.2 outputs that are not merged cannot stand beside states.
  private static final Setting<Optional<Merge>> MERGE = Setting.of(
          "merge_mode",
          Codecs.optional(Codecs.choice(Merge.class, each -> each.name().toLowerCase(Locale.ROOT))))
      .since(2, Optional::isEmpty);
  static final Kind<Bidirectional> KIND = Layer.kind("Bidirectional", Bidirectional::new)
      .option(MERGE, Optional.of(Merge.CONCAT))
      .required(LAYER)
      .derived(BACKWARD, settings -> reversed(settings.get(LAYER)));

  /** How both directions are joined. */
  public enum Merge {
    /** One behind the other along the last axis. */
    CONCAT,
    /** Their sum. */
    SUM,
    /** Their mean. */
    AVE,
    /** Their product. */
    MUL
  }

  private Bidirectional(Settings settings) {
    super(settings);
  }

  static Bidirectional of(Layer layer) {
    return KIND.make(KIND.settings().with(LAYER, layer));
  }

  private static Setting<Layer> recurrent(String key) {
    return Setting.of(key, Codecs.kindOf(Layers::registry))
        .must(layer -> layer instanceof Recurrent, "a recurrent layer");
  }

  private static Layer reversed(Layer layer) {
    Layer reversed = ((Recurrent) layer).reversed();
    return layer.name().isEmpty() || !(reversed instanceof FluentLayer<?> fluent)
        ? reversed
        : fluent.name("backward_" + bare(layer));
  }

  /** The layer's name without the direction. */
  private static String bare(Layer layer) {
    return layer
        .name()
        .orElseGet(() -> Network.snakeCase(layer.className()))
        .replaceFirst("^(forward|backward)_", "");
  }

  /**
   * The layer that goes backwards.
   *
   * @param layer the same as forwards if not given
   * @return a changed copy
   */
  public Bidirectional backwardLayer(Layer layer) {
    return with(BACKWARD, layer);
  }

  /**
   * How both directions are joined.
   *
   * @param mode concatenated if not given; empty for two outputs
   * @return a changed copy
   */
  public Bidirectional mergeMode(Optional<Merge> mode) {
    return with(MERGE, mode);
  }

  private Recurrent forward() {
    return (Recurrent) get(LAYER);
  }

  @Override
  public void check() {
    Recurrent backward = (Recurrent) get(BACKWARD);
    get(LAYER).check();
    get(BACKWARD).check();
    Check.argument(
        forward().goesBackwards() != backward.goesBackwards(),
        "Bidirectional.backward_layer",
        "the other direction than layer's",
        "go_backwards " + backward.goesBackwards());
    Check.argument(
        forward().returnsSequences() == backward.returnsSequences()
            && forward().returnsState() == backward.returnsState(),
        "Bidirectional.backward_layer",
        "return_sequences and return_state as layer's",
        get(BACKWARD));
  }

  @Override
  public boolean isUnrolled() {
    return true;
  }

  @Override
  public boolean isRowwise() {
    return get(LAYER).isRowwise() && get(BACKWARD).isRowwise();
  }

  @Override
  public List<Shape> outputShapes(List<Shape> inputs, CallOptions options) {
    Shape sequence = ofRank(only(inputs), 2, "(None, steps, features)");
    List<Shape> there = get(LAYER).outputShapes(List.of(sequence), CallOptions.NONE);
    List<Shape> back = get(BACKWARD).outputShapes(List.of(sequence), CallOptions.NONE);
    List<Shape> shapes = new ArrayList<>();
    Optional<Merge> mode = get(MERGE);
    Shape first = there.get(0);
    if (mode.isEmpty()) {
      shapes.addAll(List.of(first, back.get(0)));
    } else if (mode.get() == Merge.CONCAT) {
      shapes.add(first.with(-1, first.get(-1) + back.get(0).get(-1)));
    } else {
      Check.argument(
          first.equals(back.get(0)), describe() + " outputs", "equal shapes", back.get(0));
      shapes.add(first);
    }
    shapes.addAll(there.subList(1, there.size()));
    shapes.addAll(back.subList(1, back.size()));
    return shapes;
  }

  @Override
  public List<Value> build(LayerScope s, List<Value> inputs, CallOptions options) {
    String bare = bare(get(LAYER));
    List<Value> there = direction(s, "forward_layer", "forward_" + bare, get(LAYER), inputs);
    String backwards = get(BACKWARD).name().orElse("backward_" + bare);
    List<Value> back = direction(s, "backward_layer", backwards, get(BACKWARD), inputs);
    Value first = there.get(0);
    Value second = back.get(0);
    Ops tf = s.ops();
    if (forward().returnsSequences()) {
      second = s.value(tf.reverse(second.operand(), tf.constant(new int[] {1})), second.shape());
    }
    List<Value> outputs = new ArrayList<>();
    if (get(MERGE).isEmpty()) {
      outputs.addAll(List.of(first, second));
    } else {
      Shape shape = outputShapes(List.of(only(inputs).shape()), options).get(0);
      outputs.add(s.value(
          merged(s, get(MERGE).get(), first.operand(), second.operand(), shape.rank()), shape));
    }
    outputs.addAll(there.subList(1, there.size()));
    outputs.addAll(back.subList(1, back.size()));
    return outputs;
  }

  private static List<Value> direction(
      LayerScope s, String file, String name, Layer layer, List<Value> inputs) {
    LayerScope inner = child(s, file, name, layer);
    List<Value> given = inputs.stream().map(input -> input.in(inner)).toList();
    return layer.build(inner, given, CallOptions.NONE).stream()
        .map(made -> made.in(s))
        .toList();
  }

  private static Operand<TFloating> merged(
      LayerScope s, Merge mode, Operand<TFloating> a, Operand<TFloating> b, int axis) {
    Ops tf = s.ops();
    return switch (mode) {
      case CONCAT -> tf.concat(List.of(a, b), tf.constant(axis));
      case SUM -> tf.math.add(a, b);
      case AVE -> tf.math.div(tf.math.add(a, b), s.constant(2));
      case MUL -> tf.math.mul(a, b);
    };
  }
}
