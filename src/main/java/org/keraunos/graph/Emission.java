package org.keraunos.graph;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  static final List<NetworkPass> PASSES = List.of(new CropUnseen(), new FoldBatchNormalization());

  private static final Rule BUILD = (call, site) -> {
    List<Value> inputs = site.values(call, call.inputs());
    return call.layer() instanceof Functional model
        ? model.build(site.scope(call), inputs, site::trains)
        : call.layer().build(site.scope(call), inputs, call.options());
  };
  private static final Rule FEED = (call, site) -> List.of(site.fed(call));

  private final Map<Call, Rule> rules = new HashMap<>();
  private final Set<Call> absorbed = new HashSet<>();

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

  static Emission of(Network network, EmitOptions options) {
    Emission emission = new Emission();
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

  /** Leaves a call to the rule of another. */
  void absorb(Call call) {
    absorbed.add(call);
  }

  boolean isAbsorbed(Call call) {
    return absorbed.contains(call);
  }

  Rule rule(Call call) {
    return rules.getOrDefault(call, call.layer() instanceof Input ? FEED : BUILD);
  }
}
