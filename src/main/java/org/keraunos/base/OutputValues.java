package org.keraunos.base;

import java.util.Locale;

/** What the numbers of an output are. */
public enum OutputValues {
  /** A probability for each label, each on its own: a sigmoid. */
  LABEL_PROBABILITIES,

  /** A probability for each class, of which one is true: a softmax. */
  CLASS_PROBABILITIES,

  /**
   * Numbers whose sigmoid is the probability of each label: trained with a loss that takes logits.
   */
  LABEL_LOGITS,

  /**
   * Numbers whose softmax is the probability of each class: trained with a loss that takes logits.
   */
  CLASS_LOGITS,

  /** Numbers of another kind: a regression, a feature. */
  NUMBERS;

  /** {@return whether the numbers are probabilities, or become some} */
  public boolean isProbable() {
    return this != NUMBERS;
  }

  /** {@return whether each number is of a label on its own} */
  public boolean areOfLabels() {
    return this == LABEL_PROBABILITIES || this == LABEL_LOGITS;
  }

  /** {@return whether a function is still to be applied before they are probabilities} */
  public boolean areLogits() {
    return this == LABEL_LOGITS || this == CLASS_LOGITS;
  }

  /**
   * Makes rows of probabilities of rows of this kind, in place.
   *
   * @param values row-major
   * @param width the numbers of a row
   * @throws IllegalStateException if the numbers are no logits and no probabilities
   */
  public void toProbabilities(float[] values, int width) {
    switch (this) {
      case LABEL_PROBABILITIES, CLASS_PROBABILITIES -> {
        // They are some.
      }
      case LABEL_LOGITS -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) (1 / (1 + Math.exp(-values[i])));
        }
      }
      case CLASS_LOGITS -> {
        for (int row = 0; row < values.length; row += width) {
          softmax(values, row, width);
        }
      }
      case NUMBERS ->
        throw new IllegalStateException("the output is numbers, not probabilities of labels: it"
            + " ends in no sigmoid or softmax, and was not trained with a loss of logits");
    }
  }

  private static void softmax(float[] values, int from, int width) {
    double most = Double.NEGATIVE_INFINITY;
    for (int i = from; i < from + width; i++) {
      most = Math.max(most, values[i]);
    }
    double sum = 0;
    for (int i = from; i < from + width; i++) {
      sum += Math.exp(values[i] - most);
    }
    for (int i = from; i < from + width; i++) {
      values[i] = (float) (Math.exp(values[i] - most) / sum);
    }
  }

  /** {@return the name in model cards: {@code label_probabilities}} */
  public String cardName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
