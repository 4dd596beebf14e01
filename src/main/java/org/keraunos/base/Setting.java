package org.keraunos.base;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One option of a kind, declared once: its key in configurations, its type and form, and what it
 * must hold. Its default is the kind's, since kinds share settings.
 *
 * @param <T> the type of its value; values are immutable
 */
@CheckReturnValue
public final class Setting<T> {
  private final String key;
  private final Codec<T> codec;
  private final List<Rule<T>> rules;
  private final int since;
  private final Predicate<T> newer;

  private record Rule<T>(Predicate<T> holds, String expected) {}

  private Setting(String key, Codec<T> codec, List<Rule<T>> rules, int since, Predicate<T> newer) {
    this.key = key;
    this.codec = codec;
    this.rules = rules;
    this.since = since;
    this.newer = newer;
  }

  /**
   * A setting.
   *
   * @param key its key in configurations, Keras's: {@code kernel_size}
   * @param codec how its value is written and read
   * @param <T> the type of its value
   * @return the setting, which holds any value that the codec reads
   */
  public static <T> Setting<T> of(String key, Codec<T> codec) {
    return new Setting<>(key, codec, List.of(), 0, value -> false);
  }

  /**
   * A whole number.
   *
   * @param key its key in configurations
   * @return the setting
   */
  public static Setting<Integer> integer(String key) {
    return of(key, Codecs.integer());
  }

  /**
   * A number.
   *
   * @param key its key in configurations
   * @return the setting
   */
  public static Setting<Double> number(String key) {
    return of(key, Codecs.number());
  }

  /**
   * Yes or no.
   *
   * @param key its key in configurations
   * @return the setting
   */
  public static Setting<Boolean> flag(String key) {
    return of(key, Codecs.flag());
  }

  /**
   * The same with one more thing that its value must hold.
   *
   * @param holds checked when a value is set or read
   * @param expected what is expected, for the message: {@code ">= 1"}
   * @return a new setting
   */
  public Setting<T> must(Predicate<T> holds, String expected) {
    List<Rule<T>> more = new ArrayList<>(rules);
    more.add(new Rule<>(holds, expected));
    return new Setting<>(key, codec, List.copyOf(more), since, newer);
  }

  /**
   * The same with values that only newer versions of Keras read.
   *
   * @param minor the second number of the version that reads them: 4 for Keras 3.4
   * @param newer which values
   * @return a new setting
   */
  public Setting<T> since(int minor, Predicate<T> newer) {
    return new Setting<>(key, codec, rules, minor, newer);
  }

  /** Since which version 3.x Keras reads a value, as the x. */
  @SuppressWarnings("unchecked") // settings hold values of their own type alone
  int sinceOf(Object value) {
    return newer.test((T) value) ? since : 0;
  }

  /** {@return the key in configurations} */
  public String key() {
    return key;
  }

  /** {@return what values are, for people: {@code "integer >= 1"}} */
  public String form() {
    StringBuilder form = new StringBuilder(codec.form());
    rules.forEach(rule -> form.append(", ").append(rule.expected()));
    return form.toString();
  }

  /**
   * Checks a value.
   *
   * @param value the value
   * @param owner the class of the object that it is for
   * @return the value
   * @throws IllegalArgumentException if it is not what the setting must hold
   */
  T checked(T value, String owner) {
    String argument = owner + "." + key;
    if (value == null) {
      throw Check.bad(argument, codec.form(), "null");
    }
    for (Rule<T> rule : rules) {
      if (!rule.holds().test(value)) {
        Object shown = value instanceof Optional<?> some && some.isPresent() ? some.get() : value;
        throw Check.bad(argument, rule.expected(), shown);
      }
    }
    return value;
  }

  T read(@Nullable Object value, String owner) {
    return checked(codec.read(value, owner + "." + key), owner);
  }

  @Nullable
  Object write(T value, ConfigForm form) {
    return codec.write(value, form);
  }

  @Override
  public String toString() {
    return key;
  }
}
