package org.keraunos.layers;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.keraunos.base.Check;
import org.keraunos.base.Codecs;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.initializers.Initializers;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Attention of a query to a sequence of keys and values, in several heads: each {@code softmax(q k'
 * / sqrt(key_dim)) v} of projections of the inputs, and a projection of all heads. Vaswani et al.,
 * "Attention is all you need", NIPS 2017; {@code keras.layers.MultiHeadAttention}.
 *
 * <p>Inputs query (T, dim), value (S, dim) and, where it is not the value, key (S, dim); output (T,
 * output size), the query's if none is given, and with {@link #RETURN_ATTENTION_SCORES} in the call
 * the scores (heads, T, S). Weights {@code kernel} and {@code bias} of {@code query}, {@code key},
 * {@code value} and {@code attention_output}. Masks but the causal one are not supported.
 *
 * <pre>{@code
 * var attention = multiHeadAttention(4, 16);
 * var options = attention.callOptions().with(MultiHeadAttention.USE_CAUSAL_MASK, true);
 * var y = attention.call(options, x, x).get(0);
 * }</pre>
 */
public final class MultiHeadAttention extends FluentLayer<MultiHeadAttention>
    implements Kernel<MultiHeadAttention>, Bias<MultiHeadAttention> {
  /** An option of the call: whether the scores come out as a second output; false if not given. */
  public static final Setting<Boolean> RETURN_ATTENTION_SCORES =
      Setting.flag("return_attention_scores").since(3, scores -> scores);

  /**
   * An option of the call: whether each place of the query sees those before it and itself alone;
   * false if not given.
   */
  public static final Setting<Boolean> USE_CAUSAL_MASK = Setting.flag("use_causal_mask");

  private static final double FAR_BELOW = -1e9;
  private static final Setting<Integer> NUM_HEADS = atLeastOne("num_heads");
  private static final Setting<Integer> KEY_DIM = atLeastOne("key_dim");
  private static final Setting<Integer> VALUE_DIM = atLeastOne("value_dim");
  private static final Setting<Double> DROPOUT =
      Setting.number("dropout").must(rate -> rate >= 0 && rate < 1, "0 <= rate < 1");
  private static final Setting<Optional<List<Integer>>> OUTPUT_SHAPE = Setting.of(
          "output_shape", Codecs.optional(Codecs.sizes(1)))
      .must(sizes -> sizes.isEmpty() || sizes.get().get(0) >= 1, ">= 1")
      // As a list, and files have no other: earlier versions add it to a tuple and fail.
      .since(7, Optional::isPresent);
  private static final Setting<Optional<List<Integer>>> ATTENTION_AXES = Setting.of(
          "attention_axes", Codecs.optional(Codecs.sizes(1)))
      .must(axes -> axes.isEmpty() || axes.get().get(0) == 1, "[1], the only one there is");
  private static final Setting<OptionalLong> SEED =
      Setting.of("seed", Codecs.seed()).since(4, OptionalLong::isPresent);
  static final Kind<MultiHeadAttention> KIND = Layer.kind(
          "MultiHeadAttention", MultiHeadAttention::new)
      .required(NUM_HEADS, KEY_DIM)
      .derived(VALUE_DIM, settings -> settings.get(KEY_DIM))
      .option(DROPOUT, 0.0)
      .only("use_gate", false)
      .option(OUTPUT_SHAPE, Optional.empty())
      .option(ATTENTION_AXES, Optional.empty())
      .only("sliding_window", null)
      .group(KERNEL.startingAs(Initializers.glorotUniform()))
      .group(BIAS_OPTIONS)
      .only("activity_regularizer", null)
      .later(SEED, OptionalLong.empty());

  private MultiHeadAttention(Settings settings) {
    super(settings);
  }

  static MultiHeadAttention of(int heads, int keyDim) {
    return KIND.make(KIND.settings().with(NUM_HEADS, heads).with(KEY_DIM, keyDim));
  }

  private static Setting<Integer> atLeastOne(String key) {
    return Setting.integer(key).must(n -> n >= 1, ">= 1");
  }

  /**
   * The size of each head's values.
   *
   * @param size at least 1; the keys' if not given
   * @return a changed copy
   */
  public MultiHeadAttention valueDim(int size) {
    return with(VALUE_DIM, size);
  }

  /**
   * Drops a share of the scores in training.
   *
   * @param rate 0 to below 1; 0 if not given
   * @return a changed copy
   */
  public MultiHeadAttention dropout(double rate) {
    return with(DROPOUT, rate);
  }

  /**
   * The size of the output.
   *
   * @param size at least 1; the query's if not given
   * @return a changed copy
   */
  public MultiHeadAttention outputSize(int size) {
    return with(OUTPUT_SHAPE, Optional.of(List.of(size)));
  }

  /**
   * A seed of the layer's own for what is dropped, beside the model's.
   *
   * @param seed none if not given
   * @return a changed copy
   */
  public MultiHeadAttention seed(long seed) {
    return with(SEED, OptionalLong.of(seed));
  }

  @Override
  protected Kind<CallOptions> callKind() {
    return CallOptions.kind(className())
        .option(RETURN_ATTENTION_SCORES, false)
        .option(USE_CAUSAL_MASK, false)
        .only("attention_mask", null)
        .only("query_mask", null)
        .only("value_mask", null)
        .only("key_mask", null);
  }

  @Override
  public List<String> inputNames() {
    return List.of("query", "value", "key");
  }

  @Override
  public boolean isRowwise() {
    return get(DROPOUT) == 0;
  }

  @Override
  public List<Shape> outputShapes(List<Shape> inputs, CallOptions options) {
    Check.argument(
        inputs.size() == 2 || inputs.size() == 3,
        describe() + " inputs",
        "query, value and, where it is not the value, key",
        inputs.size());
    List<Shape> sequences = inputs.stream()
        .map(shape -> ofRank(shape, 2, "(None, steps, features)"))
        .toList();
    Shape query = sequences.get(0);
    Shape value = sequences.get(1);
    Check.argument(
        inputs.get(inputs.size() - 1).get(0) == value.get(0),
        describe() + " inputs",
        "as many keys as values",
        inputs);
    Shape output = get(OUTPUT_SHAPE).map(size -> query.with(-1, size.get(0))).orElse(query);
    Shape scores = Shape.of(get(NUM_HEADS), query.get(0), value.get(0));
    return options.get(RETURN_ATTENTION_SCORES) ? List.of(output, scores) : List.of(output);
  }

  @Override
  public List<Value> build(LayerScope s, List<Value> inputs, CallOptions options) {
    List<Shape> shapes = outputShapes(inputs.stream().map(Value::shape).toList(), options);
    Ops tf = s.ops();
    int heads = get(NUM_HEADS);
    Operand<TFloating> query = project(s, "query", inputs.get(0), get(KEY_DIM));
    Operand<TFloating> key = project(s, "key", inputs.get(inputs.size() - 1), get(KEY_DIM));
    Operand<TFloating> value = project(s, "value", inputs.get(1), get(VALUE_DIM));
    Operand<TFloating> scaled = tf.math.mul(query, s.constant(1 / Math.sqrt(get(KEY_DIM))));
    Operand<TFloating> logits = tf.linalg.einsum(List.of(scaled, key), "btnh,bsnh->bnts");
    if (options.get(USE_CAUSAL_MASK)) {
      logits = tf.math.add(
          logits, future(s, inputs.get(0).shape().get(0), inputs.get(1).shape().get(0)));
    }
    Operand<TFloating> scores = tf.nn.softmax(logits);
    Operand<TFloating> kept = dropped(s, scores);
    Operand<TFloating> attended = tf.linalg.einsum(List.of(kept, value), "bnts,bsnh->btnh");
    int width = shapes.get(0).get(-1);
    LayerScope output = s.child("output_dense", "attention_output");
    Operand<TFloating> result = tf.linalg.einsum(
        List.of(attended, weight(output, KERNEL, Shape.of(heads, get(VALUE_DIM), width))),
        "btnh,nho->bto");
    if (get(USE_BIAS)) {
      result = tf.math.add(result, weight(output, BIAS, Shape.of(width)));
    }
    Value out = s.value(result, shapes.get(0));
    return shapes.size() == 1 ? List.of(out) : List.of(out, s.value(scores, shapes.get(1)));
  }

  private Operand<TFloating> project(LayerScope s, String name, Value in, int size) {
    LayerScope inner = s.child(name + "_dense", name);
    Ops tf = inner.ops();
    int heads = get(NUM_HEADS);
    var kernel = weight(inner, KERNEL, Shape.of(in.shape().get(-1), heads, size));
    Operand<TFloating> result = tf.linalg.einsum(List.of(in.operand(), kernel), "btf,fnh->btnh");
    return get(USE_BIAS) ? tf.math.add(result, weight(inner, BIAS, Shape.of(heads, size))) : result;
  }

  /** Far below 0 where the key is behind the query, else 0. */
  private static Operand<TFloating> future(LayerScope s, int queries, int keys) {
    float[][] mask = new float[queries][keys];
    for (int query = 0; query < queries; query++) {
      for (int key = query + 1; key < keys; key++) {
        mask[query][key] = (float) FAR_BELOW;
      }
    }
    return s.toCompute(s.ops().constant(mask));
  }

  private Operand<TFloating> dropped(LayerScope s, Operand<TFloating> scores) {
    double rate = get(DROPOUT);
    if (!s.training() || rate == 0) {
      return scores;
    }
    Ops tf = s.ops();
    var kept = tf.math.greaterEqual(s.random(tf.shape(scores), get(SEED)), s.masterConstant(rate));
    return tf.select(kept, tf.math.mul(scores, s.constant(1 / (1 - rate))), tf.zerosLike(scores));
  }
}
