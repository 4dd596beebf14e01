/** The command line: one class a command, each a thin layer over the Java API. */
@NullMarked
package org.keraunos.cli;

import org.jspecify.annotations.NullMarked;
