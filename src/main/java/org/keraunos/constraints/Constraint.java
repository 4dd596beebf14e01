package org.keraunos.constraints;

import org.keraunos.base.Configurable;
import org.keraunos.runtime.Projection;

/**
 * What a weight must hold. The known ones are in {@link Constraints}, which takes users' own, too.
 */
public interface Constraint extends Configurable, Projection {}
