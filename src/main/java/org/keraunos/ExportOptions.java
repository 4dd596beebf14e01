package org.keraunos;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What {@link Model#export(java.nio.file.Path, java.util.function.Consumer)} writes beside the
 * graph.
 */
public final class ExportOptions {
  private Map<String, Object> training = Map.of();
  private boolean notFinite;

  ExportOptions() {}

  /**
   * Something to say of the model's training.
   *
   * @param said what JSON can hold, for the model card
   * @return this
   */
  public ExportOptions training(Map<String, Object> said) {
    training = new LinkedHashMap<>(said);
    return this;
  }

  /**
   * Lets weights pass that are NaN or infinite.
   *
   * @return this
   */
  public ExportOptions allowNotFinite() {
    notFinite = true;
    return this;
  }

  Map<String, Object> training() {
    return training;
  }

  boolean notFiniteAllowed() {
    return notFinite;
  }
}
