package org.keraunos.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.keraunos.base.Check;
import org.keraunos.base.ElementType;
import org.keraunos.layers.Call;
import org.keraunos.layers.Functional;
import org.keraunos.layers.Input;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Network;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.runtime.GraphPass;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Tower;
import org.keraunos.runtime.Value;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/** Puts all calls of a network into a tower. */
final class Emitter implements Emission.Site {
  private final Network network;
  private final Tower tower;
  private final List<? extends Operand<? extends TNumber>> inputs;
  private final Set<Layer> frozen;
  private final Map<SymbolicTensor, Value> values = new HashMap<>();

  private Emitter(
      Network network,
      Tower tower,
      List<? extends Operand<? extends TNumber>> inputs,
      Set<Layer> frozen) {
    this.network = network;
    this.tower = tower;
    this.inputs = inputs;
    this.frozen = frozen;
  }

  /**
   * Emits a network.
   *
   * @param network what to emit
   * @param tower where to
   * @param inputs one operand an input: floats of any type, or whole numbers where the input says
   *     so
   * @param frozen layers whose weights do not train
   * @return one value an output
   */
  static List<Value> emit(
      Network network,
      Tower tower,
      List<? extends Operand<? extends TNumber>> inputs,
      Set<Layer> frozen) {
    if (!tower.trains() || !tower.options().has(GraphPass.FOLD_BATCH_NORMALIZATION)) {
      return emit(network, tower, inputs, frozen, Set.of());
    }
    // Passes see what is inside a network of which nothing trains, unless a layer in it draws
    // random numbers, which would be others then.
    List<Functional> opened = network.layers().stream()
        .filter(frozen::contains)
        .flatMap(layer -> layer instanceof Functional model ? Stream.of(model) : Stream.of())
        .filter(model -> model.network().isRowwise(layer -> true))
        .toList();
    Set<Layer> still = new HashSet<>(frozen);
    opened.forEach(model -> still.addAll(model.network().addresses().keySet()));
    return emit(network.flattened(opened::contains), tower, inputs, still, Set.of());
  }

  /**
   * Emits a network with tensors through whose operands all that is behind them goes, with nothing
   * pending.
   */
  static List<Value> emit(
      Network network,
      Tower tower,
      List<? extends Operand<? extends TNumber>> inputs,
      Set<Layer> frozen,
      Set<SymbolicTensor> opened) {
    Emitter emitter = new Emitter(network, tower, inputs, frozen);
    Emission emission =
        Emission.of(network, tower.options(), layer -> !tower.trains() || frozen.contains(layer));
    Map<SymbolicTensor, Integer> uses = NetworkPass.uses(network);
    for (Call call : network.calls()) {
      if (!emission.isAbsorbed(call)) {
        List<Value> made = emission.rule(call).emit(call, emitter);
        for (SymbolicTensor output : call.outputs()) {
          Value value = made.get(output.index());
          boolean branches = !(call.layer() instanceof Input) && uses.getOrDefault(output, 0) > 1;
          if (opened.contains(output)) {
            value = emitter.scope(call).value(value.operand(), value.shape());
          } else if (branches) {
            value = value.branching();
          }
          emitter.values.put(output, value);
        }
      }
    }
    List<Value> outputs = new ArrayList<>();
    network.outputs().forEach(output -> outputs.add(emitter.value(output)));
    return outputs;
  }

  @Override
  public boolean trains(Layer layer) {
    return !frozen.contains(layer);
  }

  @Override
  public LayerScope scope(Call call) {
    Layer layer = call.layer();
    return tower.scope(
        network.nameOf(layer),
        network.calls().indexOf(call),
        !frozen.contains(layer),
        layer.isRowwise(),
        layer.types(
            tower.policy(),
            call.options(),
            () -> Value.policies(call.inputs().stream().map(this::value).toList())));
  }

  @Override
  public List<Value> values(Call call, List<SymbolicTensor> tensors) {
    LayerScope scope = scope(call);
    List<Value> result = new ArrayList<>();
    tensors.forEach(tensor -> result.add(value(tensor).in(scope)));
    return result;
  }

  @Override
  public Value fed(Call input) {
    Operand<? extends TNumber> operand = inputs.get(network.inputs().indexOf(input.output()));
    LayerScope scope = scope(input);
    ElementType type = input.output().type();
    return type == ElementType.FLOAT
        ? Value.fed(scope, floats(operand), input.output().shape())
        : Value.ofIntegers(scope, type, operand, input.output().shape());
  }

  @SuppressWarnings("unchecked") // inputs of floats are fed with floats
  private static Operand<TFloating> floats(Operand<? extends TNumber> fed) {
    return (Operand<TFloating>) fed;
  }

  private Value value(SymbolicTensor tensor) {
    return Check.present(values.get(tensor), "calls are in topological order");
  }
}
