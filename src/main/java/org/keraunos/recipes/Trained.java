package org.keraunos.recipes;

import java.util.Optional;
import org.keraunos.Model;
import org.keraunos.decisions.ThresholdChoice;
import org.keraunos.training.History;

/**
 * What a recipe came to.
 *
 * @param model the model, with thresholds if some were chosen
 * @param history loss and figures an epoch
 * @param thresholds those that were chosen, and what they come to
 */
public record Trained(Model model, History history, Optional<ThresholdChoice> thresholds)
    implements AutoCloseable {
  /** Closes the model. */
  @Override
  public void close() {
    model.close();
  }
}
