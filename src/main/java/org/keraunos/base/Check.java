package org.keraunos.base;

import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Argument checks whose messages say the argument, what was expected and what came. */
public final class Check {
  private Check() {}

  /**
   * Fails if an argument is null.
   *
   * @param value the argument
   * @param argument its name
   * @param <T> its type
   * @return the argument
   * @throws IllegalArgumentException if it is null; the message has its name
   */
  public static <T> T given(@Nullable T value, String argument) {
    if (value == null) {
      throw bad(argument, "a value", "null");
    }
    return value;
  }

  /**
   * Fails unless {@code holds}.
   *
   * @param holds whether the argument is as expected
   * @param argument the argument as the caller knows it, for example {@code Dropout.rate}
   * @param expected what was expected, for example {@code 0 <= rate < 1}
   * @param received what came; arrays are printed by their elements
   * @throws IllegalArgumentException {@code argument: expected ..., received ...}
   */
  public static void argument(boolean holds, String argument, String expected, Object received) {
    if (!holds) {
      throw bad(argument, expected, received);
    }
  }

  /**
   * The same check with a text that is made only on failure.
   *
   * @param holds whether the argument is as expected
   * @param message makes the whole message
   * @throws IllegalArgumentException with that message
   */
  public static void argument(boolean holds, Supplier<String> message) {
    if (!holds) {
      throw new IllegalArgumentException(message.get());
    }
  }

  /**
   * Fails with an {@link IllegalStateException} unless {@code holds}.
   *
   * @param holds whether the state allows the call
   * @param message the whole message
   */
  public static void state(boolean holds, String message) {
    if (!holds) {
      throw new IllegalStateException(message);
    }
  }

  /**
   * The value itself, which must be there.
   *
   * @param value what may be missing
   * @param message the whole message if it is
   * @param <T> its type
   * @return the value
   * @throws IllegalStateException if it is null
   */
  public static <T> T present(@Nullable T value, String message) {
    if (value == null) {
      throw new IllegalStateException(message);
    }
    return value;
  }

  /**
   * The exception for an argument that is not as expected.
   *
   * @param argument the argument as the caller knows it
   * @param expected what was expected
   * @param received what came
   * @return the exception, for the caller to throw
   */
  public static IllegalArgumentException bad(String argument, String expected, Object received) {
    return new IllegalArgumentException(
        argument + ": expected " + expected + ", received " + show(received));
  }

  private static String show(Object value) {
    if (value instanceof int[] ints) {
      return Arrays.toString(ints);
    }
    if (value instanceof long[] longs) {
      return Arrays.toString(longs);
    }
    if (value instanceof Object[] objects) {
      return Arrays.deepToString(objects);
    }
    return String.valueOf(value);
  }
}
