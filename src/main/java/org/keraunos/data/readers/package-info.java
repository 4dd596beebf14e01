/**
 * What lies on the disk, in the formats the field uses, read into listings: rows with labels, and
 * what was wrong where.
 */
@NullMarked
package org.keraunos.data.readers;

import org.jspecify.annotations.NullMarked;
