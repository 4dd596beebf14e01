package org.keraunos.regularizers;

import org.keraunos.base.Configurable;
import org.keraunos.runtime.Penalty;

/**
 * A penalty on a weight. The known ones are in {@link Regularizers}, which takes users' own, too.
 */
public interface Regularizer extends Configurable, Penalty {}
