/**
 * The figures of a report: what predictions of labels are worth, how sure that is, and which rows
 * show it. No pictures and no text.
 */
@NullMarked
package org.keraunos.report.results;

import org.jspecify.annotations.NullMarked;
