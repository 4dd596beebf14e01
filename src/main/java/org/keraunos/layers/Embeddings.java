package org.keraunos.layers;

import java.util.Optional;
import org.keraunos.constraints.Constraint;
import org.keraunos.initializers.Initializer;
import org.keraunos.regularizers.Regularizer;

/**
 * The options of a table: its start value, penalty and constraint.
 *
 * @param <L> the kind of layer
 */
public interface Embeddings<L> extends Options<L> {
  /** The weight and its settings. */
  Weight EMBEDDINGS = Weight.of("embeddings");

  /**
   * The table's start value.
   *
   * @param initializer uniform in +-0.05 if not given
   * @return a changed copy
   */
  default L embeddingsInitializer(Initializer initializer) {
    return with(EMBEDDINGS.initializer(), initializer);
  }

  /**
   * A penalty on the table, added to the loss.
   *
   * @param regularizer none if not given
   * @return a changed copy
   */
  default L embeddingsRegularizer(Regularizer regularizer) {
    return with(EMBEDDINGS.regularizer(), Optional.of(regularizer));
  }

  /**
   * What the table is brought to behind each step.
   *
   * @param constraint none if not given
   * @return a changed copy
   */
  default L embeddingsConstraint(Constraint constraint) {
    return with(EMBEDDINGS.constraint(), Optional.of(constraint));
  }
}
