package org.keraunos.runtime;

/**
 * How values and kernels are put into a graph; each choice computes the same function.
 *
 * @param tailBehindMaxPool whether a max pool takes the bias and monotone activation before it behind itself
 * @param plainBias whether a bias is a broadcasting addition, whose gradient is a plain sum: TensorFlow fuses the
 *     gradient of {@code BiasAdd} into a convolution's filter gradient, which is slower than both apart
 * @param maxPoolV1 whether max pooling is the op {@code MaxPool}, whose gradient has a oneDNN kernel, and not
 *     {@code MaxPoolV2}
 * @param foldBatchNormalization whether a kernel takes the batch normalization behind it in; for inference alone, in
 *     training its statistics are the batch's
 */
public record EmitOptions(
    boolean tailBehindMaxPool,
    boolean plainBias,
    boolean maxPoolV1,
    boolean foldBatchNormalization) {
  /** The fastest way to train. */
  public static final EmitOptions TRAINING = new EmitOptions(true, true, true, false);

  /** The fastest way to predict: convolution, bias and activation next to each other become one kernel. */
  public static final EmitOptions INFERENCE = new EmitOptions(false, false, true, true);

  /** Each layer as Keras would emit it. */
  public static final EmitOptions PLAIN = new EmitOptions(false, false, false, false);
}
