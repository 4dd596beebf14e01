package org.keraunos.runtime;

/**
 * The rewrites that make a graph faster and leave its function alone; each can be switched by {@link EmitOptions}. Those of
 * single ops are decided while the ops are emitted, since TensorFlow's graphs are append-only, those of whole layers on the
 * network before that.
 */
public enum GraphPass {
  /**
   * Max pooling is the op {@code MaxPool}, whose gradient has a oneDNN kernel, and not {@code MaxPoolV2}; {@link Pooling}.
   */
  MAX_POOL_V1,

  /** A max pool takes the bias and the monotone activation before it behind itself; {@link Value#maxPooled}. */
  TAIL_BEHIND_MAX_POOL,

  /**
   * A bias is a broadcasting addition, whose gradient is a plain sum; {@link Value#plus}. TensorFlow fuses the gradient of
   * {@code BiasAdd} into a convolution's filter gradient, which is slower than both apart. For training alone: in inference
   * {@code BiasAdd} becomes one kernel with the convolution and the activation.
   */
  PLAIN_BIAS,

  /**
   * A kernel takes the batch normalization behind it in; {@code org.keraunos.graph.FoldBatchNormalization}. For inference
   * alone: in training the statistics are the batch's.
   */
  FOLD_BATCH_NORMALIZATION,

  /** Nodes that no result needs are left out of what is exported; {@code org.keraunos.graph.DeadNodes}. */
  DROP_DEAD_NODES
}
