package org.keraunos.graph;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.keraunos.layers.Call;
import org.keraunos.layers.Functional;
import org.keraunos.layers.Input;
import org.keraunos.layers.Layer;
import org.keraunos.layers.Network;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.runtime.EmitOptions;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/** How each call of a network is emitted: as its layer builds it, unless a pass says otherwise. */
final class Emission {
  /** The passes over the network, in their order. */
  static final List<NetworkPass> PASSES =
      List.of(new CropUnseen(), new PadInKernel(), new FoldBatchNormalization());

  private static final Rule FEED = (call, site) -> List.of(site.fed(call));

  private final Predicate<Layer> still;
  private final Map<Call, Rule> rules = new HashMap<>();
  private final Map<Call, Source> sources = new HashMap<>();
  private final Set<Call> absorbed = new HashSet<>();

  /** What a call's outputs are made of: its layer and inputs, unless a pass says otherwise. */
  record Source(Layer layer, List<SymbolicTensor> inputs) {}

  private Emission(Predicate<Layer> still) {
    this.still = still;
  }

  /** Emits a call. */
  interface Rule {
    List<Value> emit(Call call, Site site);
  }

  /** Where a call is emitted. */
  interface Site {
    /** Whether a layer's weights train, if it stands inside another network and that trains. */
    boolean trains(Layer layer);

    /** The scope of a call's layer. */
    LayerScope scope(Call call);

    /** What was emitted for tensors that a call takes. */
    List<Value> values(Call call, List<SymbolicTensor> tensors);

    /** What is fed for an input. */
    Value fed(Call input);
  }

  /**
   * Plans the emission of a network.
   *
   * @param network what is to be emitted
   * @param options which passes are on
   * @param still layers of which nothing changes while the graph is there: all of them in inference
   */
  static Emission of(Network network, EmitOptions options, Predicate<Layer> still) {
    Emission emission = new Emission(still);
    for (NetworkPass pass : PASSES) {
      if (options.has(pass.option())) {
        pass.plan(network, emission);
      }
    }
    return emission;
  }

  /** Emits a call by a rule. */
  void emit(Call call, Rule rule) {
    rules.put(call, rule);
  }

  /** Whether nothing of a layer changes while the graph is there. */
  boolean standsStill(Layer layer) {
    return still.test(layer);
  }

  /** Leaves a call to the rule of another. */
  void absorb(Call call) {
    absorbed.add(call);
  }

  /** Takes another layer, with the weights of the call's, of other inputs. */
  void replace(Call call, Layer layer, List<SymbolicTensor> inputs) {
    sources.put(call, new Source(layer, inputs));
  }

  /** What a call's outputs are made of. */
  Source source(Call call) {
    return sources.getOrDefault(call, new Source(call.layer(), call.inputs()));
  }

  boolean isAbsorbed(Call call) {
    return absorbed.contains(call);
  }

  Rule rule(Call call) {
    return rules.getOrDefault(call, call.layer() instanceof Input ? FEED : this::build);
  }

  private List<Value> build(Call call, Site site) {
    Source source = source(call);
    List<Value> inputs = site.values(call, source.inputs());
    return source.layer() instanceof Functional model
        ? model.build(site.scope(call), inputs, site::trains)
        : source.layer().build(site.scope(call), inputs, call.options());
  }
}
