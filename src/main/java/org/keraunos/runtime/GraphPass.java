package org.keraunos.runtime;

/**
 * The rewrites that make a graph faster and leave its function alone; each can be switched by
 * {@link EmitOptions}. Those of single ops are decided while the ops are emitted, since
 * TensorFlow's graphs are append-only, those of whole layers on the network before that.
 */
public enum GraphPass {
  /**
   * Max pooling is the op {@code MaxPool}, whose gradient has a oneDNN kernel, and not
   * {@code MaxPoolV2}; {@link Pooling}.
   */
  MAX_POOL_V1,

  /**
   * A max pool takes the bias and the monotone activation before it behind itself;
   * {@link Value#maxPooled}.
   */
  TAIL_BEHIND_MAX_POOL,

  /**
   * The gradients of a bias and of a ReLU behind it are made of the ReLU's output, and the bias's
   * is a product with ones, so that convolution, bias and ReLU are one kernel in training too, and
   * the filter gradient is left alone; {@code Cut}. Without effect in inference, where they are one
   * kernel anyway.
   */
  FUSED_TAIL,

  /**
   * Rows and columns of a picture that no window reaches are cut off before the first layer;
   * {@code org.keraunos.graph.CropUnseen}.
   */
  CROP_UNSEEN,

  /**
   * A convolution puts the zeros around its picture itself, where the layer before it does nothing
   * else; {@code org.keraunos.graph.PadInKernel}.
   */
  PAD_IN_KERNEL,

  /**
   * A batch goes through several towers side by side, some rows each, where no layer's rows know of
   * each other and {@link RuntimeOptions#sideBySide()} says so; {@code org.keraunos.graph.Towers}.
   * A pass of training that {@code evaluate} takes, too.
   */
  SPLIT_BATCH,

  /**
   * A kernel takes the batch normalization behind it in;
   * {@code org.keraunos.graph.FoldBatchNormalization}. In training that of frozen layers alone:
   * elsewhere the statistics are the batch's.
   */
  FOLD_BATCH_NORMALIZATION,

  /**
   * Nodes that no result needs are left out of what is exported;
   * {@code org.keraunos.graph.DeadNodes}.
   */
  DROP_DEAD_NODES
}
