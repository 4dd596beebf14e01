package org.keraunos.graph;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.keraunos.base.Check;
import org.keraunos.layers.Affine;
import org.keraunos.layers.Call;
import org.keraunos.layers.Network;
import org.keraunos.layers.SymbolicTensor;
import org.keraunos.runtime.GraphPass;
import org.keraunos.runtime.Value;

/**
 * Lets kernels take the batch normalization behind them in, for inference: {@code (x k + b) f + s}
 * is {@code x (k f) + (b f + s)}. One multiplication and one addition a pixel less; the weights
 * stay as they are.
 */
final class FoldBatchNormalization implements NetworkPass {
  @Override
  public GraphPass option() {
    return GraphPass.FOLD_BATCH_NORMALIZATION;
  }

  @Override
  public void plan(Network network, Emission emission) {
    Map<SymbolicTensor, Integer> uses = new HashMap<>();
    network.outputs().forEach(output -> uses.merge(output, 1, Integer::sum));
    for (Call call : network.calls()) {
      call.inputs().forEach(input -> uses.merge(input, 1, Integer::sum));
    }
    for (Call call : network.calls()) {
      if (call.layer() instanceof Affine.Inference normalization
          && normalization.isOfChannels(call.inputs().get(0).shape())) {
        SymbolicTensor before = call.inputs().get(0);
        boolean fits = before.layer() instanceof Affine.Foldable kernel
            && kernel.isLinear()
            && call.layer().dtype().equals(before.layer().dtype());
        if (fits && uses.getOrDefault(before, 0) == 1) {
          emission.absorb(before.call());
          emission.emit(call, FoldBatchNormalization::fold);
        }
      }
    }
  }

  private static List<Value> fold(Call call, Emission.Site site) {
    Call kernel = call.inputs().get(0).call();
    Check.state(
        call.layer() instanceof Affine.Inference && kernel.layer() instanceof Affine.Foldable,
        "planned for such calls alone");
    Affine affine = ((Affine.Inference) call.layer())
        .affine(site.scope(call), call.output().shape().get(-1));
    Value input = site.values(kernel, kernel.inputs()).get(0);
    return List.of(
        ((Affine.Foldable) kernel.layer()).buildFolded(site.scope(kernel), input, affine));
  }
}
