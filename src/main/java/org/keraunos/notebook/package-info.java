/**
 * How results look: tables, charts and pictures as HTML and PNG, and the extension that lets a
 * notebook show them.
 */
@NullMarked
package org.keraunos.notebook;

import org.jspecify.annotations.NullMarked;
