/**
 * From probabilities to decisions: thresholds, calibration and inference of label sets, chosen on
 * validation data. Plain Java, as the metrics are.
 */
@CheckReturnValue
@NullMarked
package org.keraunos.decisions;

import org.jspecify.annotations.NullMarked;
import org.keraunos.base.CheckReturnValue;
