package org.keraunos.saving;

import java.util.List;
import java.util.Map;

/**
 * What a SavedModel's graph does not say: the file {@code assets.extra/keraunos.json} beside it.
 *
 * @param format the form of this file, 1
 * @param name the model's name
 * @param labels the labels' names in the order of the outputs
 * @param inputShape the shape of one sample, without the batch axis
 * @param scale what stored numbers are divided by, after the offset
 * @param offset what is subtracted from stored numbers first
 * @param threshold where a probability becomes a label
 * @param architecture the network in the form of a Keras configuration
 * @param training what the model was trained with and came to, for people
 */
public record ModelCard(
    int format,
    String name,
    List<String> labels,
    List<Integer> inputShape,
    double scale,
    double offset,
    double threshold,
    Map<String, Object> architecture,
    Map<String, Object> training) {
  /** The form that this version writes. */
  public static final int FORMAT = 1;
}
