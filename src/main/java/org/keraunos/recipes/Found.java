package org.keraunos.recipes;

import java.util.List;
import java.util.Optional;
import org.keraunos.Model;
import org.keraunos.decisions.ThresholdChoice;
import org.keraunos.training.History;

/**
 * What a {@link Search} found.
 *
 * @param model the best that can be saved, as it was judged: not trained again on the rows that it
 *     was judged by; the caller closes it
 * @param history its losses and figures an epoch; nothing for what has no epochs
 * @param thresholds its thresholds, and what they come to on rows that they were not chosen on
 * @param attempts all that was tried or left out, in the order of trying
 */
public record Found(
    Model model, Optional<History> history, ThresholdChoice thresholds, List<Attempt> attempts)
    implements AutoCloseable {
  /** {@return the one that was kept} */
  public Attempt best() {
    return attempts.stream().filter(Attempt::kept).findFirst().orElseThrow();
  }

  /** Closes the model. */
  @Override
  public void close() {
    model.close();
  }
}
