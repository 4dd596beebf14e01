package org.keraunos.graph;

import java.util.ArrayList;
import java.util.List;
import org.keraunos.optimizers.Optimizer;
import org.keraunos.runtime.Types;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * The part of a step that shortens gradients: each by itself, all together, or element by element.
 */
final class Clipping {
  private final Ops tf;

  private Clipping(Ops tf) {
    this.tf = tf;
  }

  /**
   * Shortens gradients as an optimizer asks.
   *
   * @param tf where to emit
   * @param optimizer asks for one way at most
   * @param gradients of all weights
   * @return what is left of them
   */
  static List<Operand<TFloating>> of(
      Ops tf, Optimizer optimizer, List<Operand<TFloating>> gradients) {
    Clipping clipping = new Clipping(tf.withSubScope("clip"));
    if (gradients.isEmpty()) {
      return gradients;
    }
    if (optimizer.clipnorm().isPresent()) {
      double norm = optimizer.clipnorm().get();
      return gradients.stream().map(gradient -> clipping.toNorm(gradient, norm)).toList();
    }
    if (optimizer.globalClipnorm().isPresent()) {
      return clipping.together(gradients, optimizer.globalClipnorm().get());
    }
    if (optimizer.clipvalue().isPresent()) {
      double value = optimizer.clipvalue().get();
      return gradients.stream()
          .map(gradient -> clipping.toValue(gradient, value))
          .toList();
    }
    return gradients;
  }

  private Operand<TFloating> toNorm(Operand<TFloating> gradient, double most) {
    Operand<TFloating> limit = constant(gradient, most);
    Operand<TFloating> norm = tf.math.sqrt(squares(gradient));
    return tf.math.div(tf.math.mul(gradient, limit), tf.math.maximum(norm, limit));
  }

  private List<Operand<TFloating>> together(List<Operand<TFloating>> gradients, double most) {
    Operand<TFloating> first = gradients.get(0);
    List<Operand<TFloating>> squares = gradients.stream().map(this::squares).toList();
    Operand<TFloating> norm = tf.math.sqrt(tf.math.addN(squares));
    Operand<TFloating> one = constant(first, 1);
    Operand<TFloating> share = tf.math.mul(
        constant(first, most), tf.math.minimum(tf.math.div(one, norm), constant(first, 1 / most)));
    // 0 for a finite norm; else the gradients become NaN, which is seen, and not 0, which is not.
    Operand<TFloating> scale = tf.math.add(share, tf.math.sub(norm, norm));
    List<Operand<TFloating>> clipped = new ArrayList<>();
    gradients.forEach(gradient -> clipped.add(tf.math.mul(gradient, scale)));
    return clipped;
  }

  private Operand<TFloating> toValue(Operand<TFloating> gradient, double most) {
    return tf.clipByValue(gradient, constant(gradient, -most), constant(gradient, most));
  }

  private Operand<TFloating> squares(Operand<TFloating> gradient) {
    Operand<TFloating> flat = tf.reshape(gradient, tf.constant(new int[] {-1}));
    Operand<TInt32> all = tf.constant(new int[] {0});
    return tf.reduceSum(tf.math.square(flat), all);
  }

  private Operand<TFloating> constant(Operand<TFloating> like, double value) {
    return Types.constant(tf, value, like.type());
  }
}
