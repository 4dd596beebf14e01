package org.keraunos.runtime;

import org.keraunos.base.Shape;

/**
 * What a layer says of one of its weights.
 *
 * @param name the whole name, unique in a model, for example {@code conv2d/kernel}
 * @param shape its shape
 * @param initial its start value
 * @param trainable whether the optimizer may change it
 */
public record WeightSpec(String name, Shape shape, InitialValue initial, boolean trainable) {}
