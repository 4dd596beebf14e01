package org.keraunos.base;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The values that a kind's settings have in one object: immutable, safe between threads. */
@CheckReturnValue
public final class Settings {
  private final Kind<?> kind;
  private final Map<Setting<?>, Object> given;

  Settings(Kind<?> kind, Map<Setting<?>, Object> given) {
    this.kind = kind;
    this.given = given;
  }

  /** {@return the kind that declares the settings} */
  public Kind<?> kind() {
    return kind;
  }

  /**
   * A setting's value.
   *
   * @param setting one that the kind declares
   * @param <T> its type
   * @return what was given, else the kind's default
   * @throws IllegalStateException if it is required and was not given, or the kind does not declare
   *     it
   */
  @SuppressWarnings("unchecked") // with() puts a T under a Setting<T>
  public <T> T get(Setting<T> setting) {
    Object value = given.get(setting);
    return value != null ? (T) value : kind.defaultOf(setting, this);
  }

  /**
   * Whether a value was given, if only its default.
   *
   * @param setting a setting
   * @return false if its value is the kind's default because nothing else was said
   */
  public boolean isGiven(Setting<?> setting) {
    return given.containsKey(setting);
  }

  /**
   * The same with another value.
   *
   * @param setting one that the kind declares
   * @param value its value
   * @param <T> its type
   * @return new settings
   * @throws IllegalArgumentException if the setting cannot hold the value
   */
  public <T> Settings with(Setting<T> setting, T value) {
    Check.state(kind.declares(setting), kind.className() + " has no setting " + setting.key());
    Map<Setting<?>, Object> changed = new HashMap<>(given);
    changed.put(setting, setting.checked(value, kind.className()));
    return new Settings(kind, changed);
  }

  /**
   * The configuration with Keras's keys.
   *
   * @param form how much is written
   * @return what JSON can hold, in the order in which the kind declares its settings
   */
  public Map<String, Object> config(ConfigForm form) {
    return kind.write(this, form);
  }

  /**
   * The part of the configuration that was given.
   *
   * @param form how much of nested configurations is written
   * @return what JSON can hold, without what stands at its default because nothing else was said
   */
  public Map<String, Object> given(ConfigForm form) {
    return kind.writeGiven(this, form);
  }

  /**
   * Since which version Keras can read what is written of these settings: that of the kind, of a
   * value, or of a kind that they hold.
   *
   * @return the second number of the version: 0 for Keras 3.0
   */
  public int sinceKeras() {
    int since = kind.since();
    for (Map.Entry<Setting<?>, Object> each : given.entrySet()) {
      Object value = each.getValue();
      since = Math.max(since, each.getKey().sinceOf(value));
      Object held = value instanceof Optional<?> some ? some.orElse(null) : value;
      if (held instanceof Configurable object) {
        since = Math.max(since, object.settings().sinceKeras());
      }
    }
    return since;
  }

  @Override
  public String toString() {
    return kind.className() + config(ConfigForm.PORTABLE);
  }
}
