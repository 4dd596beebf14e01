/**
 * What people read: text, HTML, JSON, pictures of rows. The command line and notebooks print and
 * show what is made here.
 */
@NullMarked
package org.keraunos.report;

import org.jspecify.annotations.NullMarked;
