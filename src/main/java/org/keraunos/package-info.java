/**
 * What a user touches: models, predictors and predictions; thin, the packages below do the work.
 */
@NullMarked
package org.keraunos;

import org.jspecify.annotations.NullMarked;
