package org.keraunos.initializers;

import org.keraunos.base.Configurable;
import org.keraunos.runtime.InitialValue;

/**
 * The start value of a weight. The known ones are in {@link Initializers}, which takes users' own,
 * too.
 */
public interface Initializer extends Configurable, InitialValue {}
