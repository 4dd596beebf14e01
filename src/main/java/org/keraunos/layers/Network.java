package org.keraunos.layers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.keraunos.base.Check;
import org.keraunos.base.ElementType;
import org.keraunos.base.Nearest;
import org.keraunos.base.Shape;

/**
 * The calls of layers between inputs and outputs, in the order in which Keras keeps them, with a
 * name for each layer: a value without native handles.
 * {@code keras.src.models.functional.Functional}.
 */
public final class Network {
  private static final int MOST_CALLS = 20_000;

  private final List<SymbolicTensor> inputs;
  private final List<SymbolicTensor> outputs;
  private final List<String> inputKeys;
  private final List<String> outputKeys;
  private final boolean chain;
  private final List<Call> calls;
  private final List<Layer> layers;
  private final Map<Layer, String> names;

  /** How many calls there are with those inside networks, which a graph has all. */
  private final int expanded;

  Network(
      List<SymbolicTensor> inputs,
      List<SymbolicTensor> outputs,
      List<String> inputKeys,
      List<String> outputKeys,
      boolean chain,
      List<Call> calls,
      List<Layer> layers,
      Map<Layer, String> names) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.inputKeys = inputKeys;
    this.outputKeys = outputKeys;
    this.chain = chain;
    this.calls = calls;
    this.layers = layers;
    this.names = names;
    long all = 0;
    for (Call call : calls) {
      all += call.layer() instanceof Functional inner ? inner.network().expanded : 1;
    }
    expanded = (int) Math.min(Integer.MAX_VALUE, all);
  }

  /**
   * The network between some inputs and outputs.
   *
   * @param inputs what {@link Input} gave, each once
   * @param outputs what layers gave
   * @return the network
   * @throws IllegalArgumentException if an output depends on an input that is not listed, an input
   *     is none, or two layers have one name
   */
  public static Network of(List<SymbolicTensor> inputs, List<SymbolicTensor> outputs) {
    return of(inputs, outputs, List.of());
  }

  /**
   * The network between some inputs and outputs that have names, as a dictionary of Keras gives
   * them.
   *
   * @param inputs what {@link Input} gave, each once
   * @param outputs what layers gave, by name, in order
   * @return the network
   * @throws IllegalArgumentException if an output depends on an input that is not listed, an input
   *     is none, or two layers have one name
   */
  public static Network of(List<SymbolicTensor> inputs, Map<String, SymbolicTensor> outputs) {
    return of(inputs, List.copyOf(outputs.values()), List.copyOf(outputs.keySet()));
  }

  private static Network of(
      List<SymbolicTensor> inputs, List<SymbolicTensor> outputs, List<String> outputKeys) {
    Check.argument(!inputs.isEmpty(), "Model inputs", "at least one", "none");
    Check.argument(!outputs.isEmpty(), "Model outputs", "at least one", "none");
    for (SymbolicTensor input : inputs) {
      Check.argument(
          input.layer() instanceof Input, "Model inputs", "tensors that Input made", input);
    }
    Check.argument(
        new HashSet<>(inputs).size() == inputs.size(), "Model inputs", "each input once", inputs);
    NetworkOrder order = NetworkOrder.of(inputs, inKerasOrder(outputs, outputKeys));
    for (Call call : order.calls()) {
      boolean reachable = !(call.layer() instanceof Input) || inputs.contains(call.output());
      if (!reachable) {
        throw Check.bad(
            "Model inputs",
            "every Input that the outputs depend on",
            inputs.stream().map(SymbolicTensor::shape).toList() + " without " + described(call)
                + users(call, order));
      }
    }
    for (SymbolicTensor input : inputs) {
      Check.argument(
          order.calls().contains(input.call()),
          "Model inputs",
          "inputs that the outputs depend on",
          described(input.call()) + ", which no output needs");
    }
    Network network = new Network(
        List.copyOf(inputs),
        List.copyOf(outputs),
        List.of(),
        outputKeys,
        false,
        order.calls(),
        order.layers(),
        name(order.layers()));
    if (order.layers().stream().anyMatch(Functional.class::isInstance)) {
      Map<Layer, String> checked = network.addresses();
      Check.state(!checked.isEmpty(), "a network has layers");
      // One that calls another twice, which calls a third twice, and so on, is a small file.
      Check.argument(
          network.expanded <= MOST_CALLS,
          "network",
          "at most " + MOST_CALLS + " calls of layers, with those in networks inside",
          network.expanded);
    }
    return network;
  }

  /**
   * Layers one behind the other, which files keep as that: {@code keras.Sequential}.
   *
   * @param input what {@link Input} gave
   * @param layers in order
   * @return the network
   * @throws IllegalArgumentException if a layer cannot take the shape before it
   */
  public static Network sequential(SymbolicTensor input, List<Layer> layers) {
    SymbolicTensor last = input;
    for (Layer layer : layers) {
      last = layer.apply(last);
    }
    Network network = of(List.of(input), List.of(last));
    // Keras's Sequential takes no layer twice.
    return new Network(
        network.inputs,
        network.outputs,
        List.of(),
        List.of(),
        network.layers.size() == network.calls.size(),
        network.calls,
        network.layers,
        network.names);
  }

  /** The same with keys of its inputs, which are in their order. */
  Network withInputKeys(List<String> keys) {
    return new Network(inputs, outputs, List.copyOf(keys), outputKeys, chain, calls, layers, names);
  }

  /** {@return whether it was made as layers one behind the other} */
  public boolean isSequential() {
    return chain;
  }

  /** The keys that a dictionary of inputs has, in the order of the inputs; none for a list. */
  List<String> inputKeys() {
    return inputKeys;
  }

  /**
   * The place that Keras gives an output: it goes through a dictionary in the order of its keys.
   */
  int kerasPlace(int output) {
    return outputKeys.isEmpty()
        ? output
        : outputKeys.stream().sorted().toList().indexOf(outputKeys.get(output));
  }

  /** Keras goes through a dictionary of outputs in the order of its keys, not in the user's. */
  private static List<SymbolicTensor> inKerasOrder(
      List<SymbolicTensor> outputs, List<String> keys) {
    return keys.isEmpty()
        ? outputs
        : IntStream.range(0, keys.size())
            .boxed()
            .sorted(Comparator.comparing(keys::get))
            .map(outputs::get)
            .toList();
  }

  /**
   * The inputs in the user's order.
   *
   * @return tensors of {@link Input} layers
   */
  public List<SymbolicTensor> inputs() {
    return inputs;
  }

  /**
   * The outputs in the user's order.
   *
   * @return tensors
   */
  public List<SymbolicTensor> outputs() {
    return outputs;
  }

  /**
   * All calls of layers, inputs first, each behind what it needs.
   *
   * @return the calls
   */
  public List<Call> calls() {
    return calls;
  }

  /**
   * The layers in Keras's order, each once.
   *
   * @return layers, the inputs included
   */
  public List<Layer> layers() {
    return layers;
  }

  /**
   * A layer's name in this network.
   *
   * @param layer one of {@link #layers()}
   * @return the name that the user gave, or else the class in snake case with a number:
   *     {@code conv2d_1}
   * @throws IllegalArgumentException if the layer is not in the network
   */
  public String nameOf(Layer layer) {
    String name = names.get(layer);
    if (name == null) {
      throw Check.bad("layer", "a layer of this model", layer);
    }
    return name;
  }

  /**
   * Where each layer stands that may have weights: its name, behind those of the networks around it
   * ({@code encoder/dense}). Networks inside stand for their layers.
   *
   * @return layers and their addresses, in the order of weights
   */
  public Map<Layer, String> addresses() {
    Map<Layer, String> addresses = new LinkedHashMap<>();
    collect("", addresses);
    return addresses;
  }

  /**
   * Where a layer's weights stand, those of a network's layers at their own places.
   *
   * @param layer one of this network's, at whatever depth
   * @return addresses, as {@link #addresses()} has them
   * @throws IllegalArgumentException if the layer is not in the network
   */
  public List<String> addressesOf(Layer layer) {
    Map<Layer, String> all = addresses();
    Set<Layer> parts =
        layer instanceof Functional model ? model.network().addresses().keySet() : Set.of(layer);
    if (!all.keySet().containsAll(parts)) {
      throw Check.bad("layer", "a layer of this model", layer);
    }
    return parts.stream().map(all::get).toList();
  }

  /**
   * The group of each layer in Keras's weight files: {@code layers/conv2d_1}. Keras counts classes
   * there, in the order of {@link #layers()}, whatever the layers' names.
   *
   * @return layers and their groups, below that of the network
   */
  public Map<Layer, String> fileGroups() {
    Map<String, Integer> counts = new HashMap<>();
    Map<Layer, String> groups = new LinkedHashMap<>();
    for (Layer layer : layers) {
      String snake = snakeCase(layer.className());
      int before = counts.merge(snake, 1, Integer::sum) - 1;
      groups.put(layer, "layers/" + (before == 0 ? snake : snake + "_" + before));
    }
    return groups;
  }

  /**
   * This network with the calls of networks inside in place of those, under their addresses: what
   * is emitted where nothing but outputs counts, so that passes see all layers.
   *
   * @return a network that computes the same; this one if there are none inside
   */
  public Network flattened() {
    return flattened(model -> true);
  }

  /**
   * {@link #flattened()} of some of the networks inside.
   *
   * @param which those whose calls stand in place of their own
   * @return a network that computes the same; this one if there are none
   */
  public Network flattened(Predicate<Functional> which) {
    boolean some =
        layers.stream().anyMatch(layer -> layer instanceof Functional model && which.test(model));
    return some ? FlatNetwork.of(this, which) : this;
  }

  /**
   * Whether a batch may be divided among copies of the network that train: rows know of each other
   * in none of its layers. Those of batch normalization that does not train do not, since it takes
   * the statistics that it has.
   *
   * @param frozen layers whose weights do not train
   * @return true if each row's outputs are its own
   */
  public boolean isRowwise(Predicate<Layer> frozen) {
    return layers.stream()
        .allMatch(layer -> layer.isRowwise()
            || (layer instanceof Affine.Inference && frozen.test(layer))
            || (layer instanceof Functional model
                && model.network().isRowwise(inner -> frozen.test(layer) || frozen.test(inner))));
  }

  private void collect(String before, Map<Layer, String> addresses) {
    for (Layer layer : layers) {
      String address = before + nameOf(layer);
      if (layer instanceof Functional model) {
        model.network().collect(address + "/", addresses);
      } else {
        String other = addresses.put(layer, address);
        Check.argument(
            other == null, "layer " + address, "one place in the whole network", "also " + other);
      }
    }
  }

  /**
   * Checks that a layer is in this network.
   *
   * @param layer any layer
   * @throws IllegalArgumentException if it is not
   */
  public void checkContains(Layer layer) {
    boolean here = names.containsKey(layer)
        || layers.stream()
            .anyMatch(each ->
                each instanceof Functional model && model.network().addresses().containsKey(layer));
    Check.argument(here, "layer", "a layer of this model", layer);
  }

  /**
   * The layer of a name.
   *
   * @param name as {@link #nameOf} gives it
   * @return the layer
   * @throws IllegalArgumentException if there is none
   */
  public Layer layer(String name) {
    for (Layer layer : layers) {
      if (nameOf(layer).equals(name)) {
        return layer;
      }
    }
    throw Check.bad(
        "layer name", Nearest.oneOf(layers.stream().map(this::nameOf).toList(), name), name);
  }

  /**
   * What a layer of a name gives, to cut a network there: Keras's {@code get_layer(name).output}.
   *
   * @param name as {@link #nameOf} gives it
   * @return the output of its call
   * @throws IllegalArgumentException if there is no such layer, or it is called several times or
   *     has several outputs
   */
  public SymbolicTensor output(String name) {
    Layer layer = layer(name);
    List<SymbolicTensor> outputs = calls.stream()
        .filter(call -> call.layer() == layer)
        .flatMap(call -> call.outputs().stream())
        .toList();
    Check.argument(
        outputs.size() == 1, "layer \"" + name + "\"", "one output of one call", outputs.size());
    return outputs.get(0);
  }

  /**
   * The layers that an output of this network's depends on, the one that gives it included: what is
   * below a cut, to be frozen or to train slowly.
   *
   * @param output what one of the calls gives
   * @return the layers in this network's order
   * @throws IllegalArgumentException if it is not of this network
   */
  public List<Layer> below(SymbolicTensor output) {
    Check.argument(
        calls.contains(output.call()), "output", "what a layer of this model gives", output);
    Set<Call> needed = new HashSet<>(List.of(output.call()));
    for (int i = calls.size() - 1; i >= 0; i--) {
      if (needed.contains(calls.get(i))) {
        calls.get(i).inputs().forEach(input -> needed.add(input.call()));
      }
    }
    Set<Layer> below = new HashSet<>();
    needed.forEach(call -> below.add(call.layer()));
    return layers.stream().filter(below::contains).toList();
  }

  /**
   * The name of an input, as data sets and signatures know it.
   *
   * @param index its place among the inputs
   * @return the layer's name
   */
  public String inputName(int index) {
    return nameOf(inputs.get(index).layer());
  }

  /**
   * The shape of an input.
   *
   * @param index its place among the inputs
   * @return the shape of one sample
   */
  public Shape inputShape(int index) {
    return inputs.get(index).shape();
  }

  /**
   * The name of an output, as targets and histories know it.
   *
   * @param index its place among the outputs
   * @return the name that the user gave the output, else the layer's
   */
  public String outputName(int index) {
    return outputKeys.isEmpty() ? nameOf(outputs.get(index).layer()) : outputKeys.get(index);
  }

  /** {@return the names of the outputs, in the user's order} */
  public List<String> outputNames() {
    return IntStream.range(0, outputs.size()).mapToObj(this::outputName).toList();
  }

  /** {@return whether the user gave the outputs names} */
  public boolean hasNamedOutputs() {
    return !outputKeys.isEmpty();
  }

  /**
   * What an input's elements are.
   *
   * @param index its place among the inputs
   * @return floats or whole numbers
   */
  public ElementType inputType(int index) {
    return inputs.get(index).type();
  }

  /**
   * {@return whether a layer is many ops a call, which TensorFlow is then not to spend time on
   * rewriting}
   */
  public boolean isUnrolled() {
    return layers.stream().anyMatch(Layer::isUnrolled);
  }

  /** {@return the layers that say of themselves that they do not train} */
  public Set<Layer> untrainable() {
    Set<Layer> all = new HashSet<>();
    collectUntrainable(false, all);
    return all;
  }

  private void collectUntrainable(boolean outside, Set<Layer> all) {
    for (Layer layer : layers) {
      boolean keeps = outside || !layer.isTrainable();
      if (keeps) {
        all.add(layer);
      }
      if (layer instanceof Functional model) {
        model.network().collectUntrainable(keeps, all);
      }
    }
  }

  /** An input as its user knows it: by the name that it was given, if any, and its shape. */
  private static String described(Call input) {
    String name = input.layer().name().map(given -> "\"" + given + "\" ").orElse("");
    return "the Input " + name + "of shape " + input.output().shape();
  }

  /** The layer that takes an input. */
  private static String users(Call input, NetworkOrder order) {
    Map<Layer, String> names = name(order.layers());
    return order.calls().stream()
        .filter(call -> call.inputs().contains(input.output()))
        .findFirst()
        .map(call -> ", which layer \"" + names.get(call.layer()) + "\" takes")
        .orElse("");
  }

  private static Map<Layer, String> name(List<Layer> layers) {
    Set<String> taken = new HashSet<>();
    for (Layer layer : layers) {
      layer
          .name()
          .ifPresent(name -> Check.argument(
              taken.add(name), "layer names", "names that differ", "\"" + name + "\" twice"));
    }
    Map<Layer, String> names = new HashMap<>();
    Map<String, Integer> counters = new HashMap<>();
    for (Layer layer : layers) {
      names.put(layer, layer.name().orElseGet(() -> automatic(layer.className(), counters, taken)));
    }
    return names;
  }

  private static String automatic(
      String className, Map<String, Integer> counters, Set<String> taken) {
    String snake = snakeCase(className);
    while (true) {
      int count = counters.merge(snake, 1, Integer::sum) - 1;
      String name = count == 0 ? snake : snake + "_" + count;
      if (taken.add(name)) {
        return name;
      }
    }
  }

  /** Keras's {@code to_snake_case}: MaxPooling2D is max_pooling2d. */
  static String snakeCase(String className) {
    return className
        .replaceAll("\\W+", "")
        .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }

  /** The layers' names in order. */
  @Override
  public String toString() {
    List<String> shown = new ArrayList<>();
    layers.forEach(layer -> shown.add(nameOf(layer)));
    return shown.toString();
  }
}
