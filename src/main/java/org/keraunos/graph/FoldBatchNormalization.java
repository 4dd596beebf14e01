package org.keraunos.graph;

import java.util.List;
import java.util.Map;
import org.keraunos.base.Check;
import org.keraunos.layers.Affine;
import org.keraunos.layers.Call;
import org.keraunos.layers.Network;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.runtime.GraphPass;
import org.keraunos.runtime.LayerScope;
import org.keraunos.runtime.Value;

/**
 * Lets kernels take the batch normalization behind them in, where its statistics stand still, in
 * inference and where it is frozen: {@code (x k + b) f + s} is {@code x (k f) + (b f + s)}. One
 * multiplication and one addition a pixel less; the weights stay as they are, and train as they
 * would.
 */
final class FoldBatchNormalization implements NetworkPass {
  @Override
  public GraphPass option() {
    return GraphPass.FOLD_BATCH_NORMALIZATION;
  }

  @Override
  public void plan(Network network, Emission emission) {
    Map<SymbolicTensor, Integer> uses = NetworkPass.uses(network);
    for (Call call : network.calls()) {
      if (call.layer() instanceof Affine.Inference normalization
          && emission.standsStill(call.layer())
          && normalization.isOfChannels(call.inputs().get(0).shape())) {
        SymbolicTensor before = call.inputs().get(0);
        boolean fits = before.layer() instanceof Affine.Foldable kernel
            && kernel.isLinear()
            && call.layer().dtype().equals(before.layer().dtype());
        if (fits && uses.getOrDefault(before, 0) == 1) {
          emission.absorb(before.call());
          Emission.Source source = emission.source(before.call());
          boolean still = emission.standsStill(before.layer());
          emission.emit(call, (each, site) -> fold(each, source, site, still));
        }
      }
    }
  }

  /** @param still whether the kernel, too, is one that no step changes */
  private static List<Value> fold(
      Call call, Emission.Source source, Emission.Site site, boolean still) {
    Call kernel = call.inputs().get(0).call();
    Check.state(
        call.layer() instanceof Affine.Inference && source.layer() instanceof Affine.Foldable,
        "planned for such calls alone");
    Affine affine = ((Affine.Inference) call.layer())
        .affine(site.scope(call), call.output().shape().get(-1));
    Value input = site.values(kernel, source.inputs()).get(0);
    LayerScope scope = still ? site.scope(kernel).standingStill() : site.scope(kernel);
    return List.of(((Affine.Foldable) source.layer()).buildFolded(scope, input, affine));
  }
}
