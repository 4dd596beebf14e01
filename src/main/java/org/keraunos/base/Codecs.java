package org.keraunos.base;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The forms in which settings stand in Keras's configurations. */
public final class Codecs {
  private Codecs() {}

  /** {@return a whole number} */
  public static Codec<Integer> integer() {
    return simple("an integer", Codecs::toInteger, value -> value);
  }

  /** {@return a number, read also from an integer} */
  public static Codec<Double> number() {
    return simple(
        "a number", value -> value instanceof Number n ? n.doubleValue() : null, value -> value);
  }

  /** {@return true or false} */
  public static Codec<Boolean> flag() {
    return simple("true or false", value -> value instanceof Boolean b ? b : null, value -> value);
  }

  /** {@return a string} */
  public static Codec<String> text() {
    return simple("a string", value -> value instanceof String s ? s : null, value -> value);
  }

  /** {@return a seed: a whole number of 64 bits, or null for none} */
  public static Codec<OptionalLong> seed() {
    return new Codec<>() {
      @Override
      public OptionalLong read(@Nullable Object value, String where) {
        if (value == null) {
          return OptionalLong.empty();
        }
        if (value instanceof Number n && isWhole(n)) {
          return OptionalLong.of(n.longValue());
        }
        throw Check.bad(where, form(), value);
      }

      @Override
      public @Nullable Object write(OptionalLong value, ConfigForm form) {
        return value.isPresent() ? (Object) value.getAsLong() : null;
      }

      @Override
      public String form() {
        return "an integer or null";
      }
    };
  }

  /**
   * One of the constants of an enum.
   *
   * @param type the enum
   * @param name the constant's name in configurations
   * @param <E> the enum
   * @return the codec
   */
  public static <E extends Enum<E>> Codec<E> choice(Class<E> type, Function<E, String> name) {
    List<E> constants = List.of(type.getEnumConstants());
    return simple(
        "one of " + constants.stream().map(name).toList(),
        value -> constants.stream()
            .filter(each -> name.apply(each).equals(value))
            .findFirst()
            .orElse(null),
        name::apply);
  }

  /**
   * A value or null.
   *
   * @param codec how the value is written
   * @param <T> the value's type
   * @return the codec
   */
  public static <T> Codec<Optional<T>> optional(Codec<T> codec) {
    return of(
        codec.form() + " or null",
        (value, where) -> value == null ? Optional.empty() : Optional.of(codec.read(value, where)),
        (value, form) -> value.map(each -> codec.write(each, form)).orElse(null));
  }

  /**
   * A list.
   *
   * @param element how its elements are written
   * @param <T> their type
   * @return the codec; lists are immutable
   */
  public static <T> Codec<List<T>> list(Codec<T> element) {
    return of(
        "a list, each " + element.form(),
        (value, where) -> {
          if (!(value instanceof List<?> list)) {
            throw Check.bad(where, "a list, each " + element.form(), String.valueOf(value));
          }
          List<T> result = new ArrayList<>();
          for (int i = 0; i < list.size(); i++) {
            result.add(element.read(list.get(i), where + "[" + i + "]"));
          }
          return List.copyOf(result);
        },
        (value, form) -> value.stream().map(each -> element.write(each, form)).toList());
  }

  /**
   * Sizes of a window: one number for all axes, or one an axis; written as one an axis.
   *
   * @param axes the number of axes
   * @return the codec; the value has {@code axes} elements
   */
  public static Codec<List<Integer>> sizes(int axes) {
    String form = axes == 1 ? "an integer or a list of one" : "an integer or " + axes + " of them";
    return simple(
        form,
        value -> {
          if (value instanceof List<?> list && (list.size() == axes || list.size() == 1)) {
            List<Integer> read = new ArrayList<>();
            for (Object each : list) {
              Integer size = toInteger(each);
              if (size == null) {
                return null;
              }
              read.add(size);
            }
            return read.size() == axes ? List.copyOf(read) : null;
          }
          Integer size = toInteger(value);
          return size == null ? null : Collections.nCopies(axes, size);
        },
        value -> value);
  }

  /** {@return a whole number, read also from a list of one; written as the number} */
  public static Codec<Integer> integerOrListOfOne() {
    return simple(
        "an integer or a list of one",
        value -> toInteger(value instanceof List<?> list && list.size() == 1 ? list.get(0) : value),
        value -> value);
  }

  /** {@return whole numbers: a list, or one alone, which is also written alone} */
  public static Codec<List<Integer>> integers() {
    return simple(
        "an integer or a list of integers",
        value -> {
          List<?> given = value instanceof List<?> list ? list : Collections.singletonList(value);
          List<Integer> read = new ArrayList<>();
          for (Object each : given) {
            Integer number = toInteger(each);
            if (number == null) {
              return null;
            }
            read.add(number);
          }
          return List.copyOf(read);
        },
        value -> value.size() == 1 ? value.get(0) : value);
  }

  /** {@return a number, or a list of numbers; written as it was given} */
  public static Codec<Numbers> numbers() {
    return simple(
        "a number or a list of numbers",
        value -> {
          if (value instanceof Number n) {
            return Numbers.of(n.doubleValue());
          }
          if (value instanceof List<?> list && list.stream().allMatch(Number.class::isInstance)) {
            return Numbers.of(
                list.stream().mapToDouble(each -> ((Number) each).doubleValue()).toArray());
          }
          return null;
        },
        value -> value.single()
            ? (Object) value.get(0)
            : Arrays.stream(value.toArray()).boxed().toList());
  }

  /**
   * An object of a registered kind.
   *
   * @param registry asked when a value is read, so that kinds may name each other
   * @param <T> the family
   * @return the codec
   */
  public static <T extends Configurable> Codec<T> kindOf(Supplier<Registry<T>> registry) {
    return new Codec<>() {
      @Override
      public T read(@Nullable Object value, String where) {
        return registry.get().read(value, where);
      }

      @Override
      public @Nullable Object write(T value, ConfigForm form) {
        return registry.get().writeValue(value, form);
      }

      @Override
      public String form() {
        return registry.get().article() + " " + registry.get().family();
      }
    };
  }

  /**
   * A codec of functions.
   *
   * @param form what is expected, for messages
   * @param read makes a value of what stands in a configuration and the place
   * @param write the other way
   * @param <T> the type
   * @return the codec
   */
  public static <T> Codec<T> of(
      String form,
      BiFunction<@Nullable Object, String, T> read,
      BiFunction<T, ConfigForm, @Nullable Object> write) {
    return new Codec<>() {
      @Override
      public T read(@Nullable Object value, String where) {
        return read.apply(value, where);
      }

      @Override
      public @Nullable Object write(T value, ConfigForm to) {
        return write.apply(value, to);
      }

      @Override
      public String form() {
        return form;
      }
    };
  }

  /** Reads null where the value has another form. */
  private static <T> Codec<T> simple(
      String form, Function<@Nullable Object, @Nullable T> read, Function<T, Object> write) {
    return of(
        form,
        (value, where) -> {
          T result = read.apply(value);
          if (result == null) {
            throw Check.bad(where, form, String.valueOf(value));
          }
          return result;
        },
        (value, to) -> write.apply(value));
  }

  private static @Nullable Integer toInteger(@Nullable Object value) {
    return value instanceof Number n && isWhole(n) && n.longValue() == n.intValue()
        ? (Integer) n.intValue()
        : null;
  }

  private static boolean isWhole(Number n) {
    return n instanceof Integer || n instanceof Long || n.doubleValue() == n.longValue();
  }
}
