/**
 * Kinds that somebody else wrote, in a package of their own: they see what is public and nothing
 * more.
 */
@NullMarked
package userland;

import org.jspecify.annotations.NullMarked;
