package org.keraunos.layers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.keraunos.base.Check;
import org.keraunos.base.Codec;
import org.keraunos.base.Codecs;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.base.Shape;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/**
 * A network as a layer of another one; {@code keras.Model} called like a layer. Each call shares
 * the weights.
 *
 * <p>Inputs and outputs are the network's. Weights: those of its layers, under the names
 * {@code model/layer/weight}, whatever the depth; weight files have Keras's groups. In a network a
 * layer stands in one place: itself, or in one network inside. What is given to it comes in the
 * types of the whole, as Keras's inputs cast it (1.7 is 1 to an input of {@code int32}, 300 is 44
 * to one of {@code uint8}), and layers inside may have types of their own.
 */
public final class Functional extends FluentLayer<Functional> {
  private static final Codec<Optional<Network>> IN_NO_FILE = Codecs.of(
      "a network",
      (value, where) -> {
        throw Check.bad(where, "a network, which NetworkConfig reads", String.valueOf(value));
      },
      (value, form) -> NetworkConfig.of(value.orElseThrow()));
  private static final Setting<Optional<Network>> NETWORK = Setting.of("network", IN_NO_FILE);
  static final Kind<Functional> KIND =
      Layer.kind("Functional", Functional::new).internal(NETWORK, Optional.empty());

  /** What Keras's {@code Sequential} is; it keeps that name in files. */
  private static final Kind<Functional> CHAIN =
      Layer.kind("Sequential", Functional::new).internal(NETWORK, Optional.empty());

  private Functional(Settings settings) {
    super(settings);
  }

  static Functional of(Network network) {
    return KIND.make(KIND.settings().with(NETWORK, Optional.of(Check.given(network, "network"))));
  }

  static Functional chain(Network network) {
    return CHAIN.make(CHAIN.settings().with(NETWORK, Optional.of(network)));
  }

  /** {@return whether it is layers one behind the other: Keras's {@code Sequential}} */
  public boolean isChain() {
    return settings().kind() == CHAIN;
  }

  /** {@return the network inside} */
  public Network network() {
    return get(NETWORK).orElseThrow();
  }

  @Override
  public boolean isRowwise() {
    return network().layers().stream()
        .allMatch(layer -> layer instanceof Input || layer.isRowwise());
  }

  @Override
  public boolean isUnrolled() {
    return network().isUnrolled();
  }

  @Override
  List<Object> arguments(List<Object> tensors, CallOptions options) {
    Object given = NetworkConfig.inputs(network(), tensors);
    return tensors.size() > 1 || given != tensors ? List.of(given) : tensors;
  }

  @Override
  public List<Shape> outputShapes(List<Shape> inputs, CallOptions options) {
    List<Shape> own = network().inputs().stream().map(SymbolicTensor::shape).toList();
    Check.argument(inputs.equals(own), describe() + " inputs", own.toString(), inputs);
    return network().outputs().stream().map(SymbolicTensor::shape).toList();
  }

  @Override
  public List<Value> build(LayerScope scope, List<Value> inputs, CallOptions options) {
    return build(scope, inputs, Layer::isTrainable);
  }

  /**
   * Puts one call into a graph.
   *
   * @param scope this layer's
   * @param inputs one an input of the network
   * @param trains whether a layer inside trains, where this one does
   * @return one an output of the network
   */
  public List<Value> build(LayerScope scope, List<Value> inputs, Predicate<Layer> trains) {
    Network network = network();
    Map<Layer, String> files = network.fileGroups();
    Map<SymbolicTensor, Value> values = new HashMap<>();
    for (Call call : network.calls()) {
      Layer layer = call.layer();
      List<Value> made;
      if (layer instanceof Input) {
        Value given = inputs.get(network.inputs().indexOf(call.output()));
        made = List.of(given.in(scope).as(layer.outputType()));
      } else {
        List<Value> before = new ArrayList<>();
        call.inputs().forEach(each -> before.add(Check.present(values.get(each), "made before")));
        LayerScope inner = scope.child(
            Check.present(files.get(layer), "a layer of the network"),
            network.nameOf(layer),
            trains.test(layer),
            layer.isRowwise(),
            layer.types(scope.policy(), call.options(), () -> Value.policies(before)));
        List<Value> given = before.stream().map(each -> each.in(inner)).toList();
        made = layer instanceof Functional model
            ? model.build(inner, given, trains)
            : layer.build(inner, given, call.options());
      }
      call.outputs().forEach(output -> values.put(output, made.get(output.index())));
    }
    return network.outputs().stream()
        .map(output -> Check.present(values.get(output), "made above"))
        .toList();
  }
}
