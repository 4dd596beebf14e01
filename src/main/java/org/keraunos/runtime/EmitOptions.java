package org.keraunos.runtime;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.keraunos.base.CheckReturnValue;

/**
 * Which passes a graph is emitted with; every choice computes the same function.
 *
 * <pre>{@code
 * EmitOptions.TRAINING.without(GraphPass.TAIL_BEHIND_MAX_POOL)
 * }</pre>
 *
 * @param passes the passes that are on
 */
@CheckReturnValue
public record EmitOptions(Set<GraphPass> passes) {
  /** Each layer as Keras would emit it. */
  public static final EmitOptions PLAIN = new EmitOptions(Set.of());

  /** The fastest way to train. */
  public static final EmitOptions TRAINING = PLAIN.with(
      GraphPass.MAX_POOL_V1,
      GraphPass.TAIL_BEHIND_MAX_POOL,
      GraphPass.CROP_UNSEEN,
      GraphPass.PAD_IN_KERNEL,
      GraphPass.SPLIT_BATCH,
      GraphPass.FUSED_TAIL,
      GraphPass.FOLD_BATCH_NORMALIZATION);

  /**
   * The fastest way to predict: convolution, bias and activation next to each other become one
   * kernel.
   */
  public static final EmitOptions INFERENCE = PLAIN.with(
      GraphPass.MAX_POOL_V1,
      GraphPass.CROP_UNSEEN,
      GraphPass.PAD_IN_KERNEL,
      GraphPass.FOLD_BATCH_NORMALIZATION,
      GraphPass.DROP_DEAD_NODES);

  /**
   * Keeps an unchangeable copy.
   *
   * @param passes the passes that are on
   */
  public EmitOptions {
    Set<GraphPass> copy = EnumSet.noneOf(GraphPass.class);
    copy.addAll(passes);
    passes = Collections.unmodifiableSet(copy);
  }

  /**
   * Whether a pass is on.
   *
   * @param pass which
   * @return true if it is
   */
  public boolean has(GraphPass pass) {
    return passes.contains(pass);
  }

  /**
   * Switches passes on.
   *
   * @param more which
   * @return changed options
   */
  public EmitOptions with(GraphPass... more) {
    Set<GraphPass> changed = EnumSet.noneOf(GraphPass.class);
    changed.addAll(passes);
    changed.addAll(List.of(more));
    return new EmitOptions(changed);
  }

  /**
   * Switches passes off.
   *
   * @param less which
   * @return changed options
   */
  public EmitOptions without(GraphPass... less) {
    Set<GraphPass> changed = EnumSet.noneOf(GraphPass.class);
    changed.addAll(passes);
    List.of(less).forEach(changed::remove);
    return new EmitOptions(changed);
  }
}
