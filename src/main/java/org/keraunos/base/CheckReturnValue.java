package org.keraunos.base;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A call whose result is not used is a mistake: methods that look as if they changed an object
 * return a changed copy. {@code layer.activation(RELU);} as a statement does nothing. Error Prone,
 * which goes by the annotation's name, fails the build of whoever compiles with it, and IDEs warn.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.PACKAGE, ElementType.TYPE, ElementType.METHOD, ElementType.CONSTRUCTOR})
public @interface CheckReturnValue {}
