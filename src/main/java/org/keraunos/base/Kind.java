package org.keraunos.base;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A kind of layer, loss, optimizer and so on: its class name in files and its settings with their
 * defaults, each declared once. From it come {@link Settings#config} and the way back, the refusal
 * of unknown keys, and a row of documentation a setting. Immutable; methods that add return a
 * changed copy.
 *
 * <pre>{@code
 * static final Kind<Dropout> KIND = Kind.of("Dropout", Dropout::new).required(RATE).option(SEED, OptionalLong.empty());
 * }</pre>
 *
 * @param <T> the class of its objects
 */
public final class Kind<T extends Configurable> {
  private final String className;
  private final String module;
  private final Optional<String> registeredName;
  private final Function<Settings, T> make;
  private final Map<String, KindEntry<?>> entries;
  private final int since;

  private Kind(
      String className,
      String module,
      Optional<String> registeredName,
      Function<Settings, T> make,
      Map<String, KindEntry<?>> entries,
      int since) {
    this.className = className;
    this.module = module;
    this.registeredName = registeredName;
    this.make = make;
    this.entries = Collections.unmodifiableMap(entries);
    this.since = since;
  }

  /**
   * A kind that Keras has.
   *
   * @param className Keras's class name: {@code Conv2D}
   * @param make makes an object of settings
   * @param <T> the class of its objects
   * @return the kind, without settings
   */
  public static <T extends Configurable> Kind<T> of(String className, Function<Settings, T> make) {
    return new Kind<>(className, "", Optional.empty(), make, Map.of(), 0);
  }

  /**
   * A kind that Keras has not.
   *
   * @param registeredName package and class, as {@code keras.saving.register_keras_serializable}
   *     knows it: {@code my>Gate}
   * @param make makes an object of settings
   * @param <T> the class of its objects
   * @return the kind, without settings
   * @throws IllegalArgumentException if the name is not of that form
   */
  public static <T extends Configurable> Kind<T> custom(
      String registeredName, Function<Settings, T> make) {
    int at = registeredName.indexOf('>');
    Check.argument(
        at > 0 && at < registeredName.length() - 1,
        "registeredName",
        "package>Class",
        registeredName);
    return new Kind<>(
        registeredName.substring(at + 1),
        registeredName.substring(0, at),
        Optional.of(registeredName),
        make,
        Map.of(),
        0);
  }

  /**
   * The same in a module of Keras's that is not its family's, such as {@code keras.src.ops.numpy}.
   *
   * @param name the module
   * @return a changed copy
   */
  public Kind<T> in(String name) {
    return new Kind<>(className, name, registeredName, make, entries, since);
  }

  /**
   * Says since when Keras has the kind.
   *
   * @param minor the second number of the version: 4 for Keras 3.4; 0 if not said
   * @return a changed copy
   */
  public Kind<T> since(int minor) {
    return new Kind<>(className, module, registeredName, make, entries, minor);
  }

  /**
   * Declares a setting that must be given.
   *
   * @param settings in the order of the configuration
   * @return a changed copy
   */
  public Kind<T> required(Setting<?>... settings) {
    Kind<T> kind = this;
    for (Setting<?> setting : settings) {
      kind = kind.plus(setting.key(), new KindEntry<>(setting, null, null, KindEntry.Place.ALWAYS));
    }
    return kind;
  }

  /**
   * Declares a setting; one of the same key that was declared before is replaced, so that a kind
   * may change a group's default.
   *
   * @param setting the setting
   * @param standard its default
   * @param <V> its type
   * @return a changed copy
   */
  public <V> Kind<T> option(Setting<V> setting, V standard) {
    V checked = setting.checked(standard, className);
    return plus(
        setting.key(), new KindEntry<>(setting, settings -> checked, null, KindEntry.Place.ALWAYS));
  }

  /**
   * Declares a setting that Keras has had only since some version behind 3.0: left out of the
   * portable form where it stands at its default.
   *
   * @param setting the setting
   * @param standard its default
   * @param <V> its type
   * @return a changed copy
   */
  public <V> Kind<T> later(Setting<V> setting, V standard) {
    V checked = setting.checked(standard, className);
    return plus(
        setting.key(), new KindEntry<>(setting, settings -> checked, null, KindEntry.Place.LATER));
  }

  /**
   * Declares a setting that a kind of Keras's has here and not in Keras: written only where it was
   * given, so that what Keras can read stays what Keras can read.
   *
   * @param setting the setting
   * @param standard its default
   * @param <V> its type
   * @return a changed copy
   */
  public <V> Kind<T> own(Setting<V> setting, V standard) {
    V checked = setting.checked(standard, className);
    return plus(
        setting.key(), new KindEntry<>(setting, settings -> checked, null, KindEntry.Place.OWN));
  }

  /**
   * Declares a setting whose default follows from others: strides are the pool's size.
   *
   * @param setting the setting
   * @param standard computes its default
   * @param <V> its type
   * @return a changed copy
   */
  public <V> Kind<T> derived(Setting<V> setting, Function<Settings, V> standard) {
    return plus(setting.key(), new KindEntry<>(setting, standard, null, KindEntry.Place.ALWAYS));
  }

  /**
   * Declares a key that Keras has and that can only stand at the value that changes nothing.
   *
   * @param key the key
   * @param neutral what JSON can hold
   * @return a changed copy
   */
  public Kind<T> only(String key, @Nullable Object neutral) {
    return plus(key, new KindEntry<>(null, null, neutral, KindEntry.Place.ALWAYS));
  }

  /**
   * Declares a key that Keras has and that can only stand at the value that changes nothing, with
   * the reason.
   *
   * @param key the key
   * @param neutral what JSON can hold
   * @param reason why others are not supported, for the message
   * @return a changed copy
   */
  public Kind<T> only(String key, @Nullable Object neutral, String reason) {
    return plus(key, new KindEntry<>(null, null, neutral, KindEntry.Place.ALWAYS, reason));
  }

  /**
   * Declares a key that Keras writes and that has no effect, whatever stands there.
   *
   * @param key the key
   * @return a changed copy
   */
  public Kind<T> ignored(String key) {
    return plus(key, new KindEntry<>(null, null, null, KindEntry.Place.IGNORED));
  }

  /**
   * Declares a setting that no configuration holds: what a layer learned of data, which files keep
   * as weights.
   *
   * @param setting the setting
   * @param standard its default
   * @param <V> its type
   * @return a changed copy
   */
  public <V> Kind<T> internal(Setting<V> setting, V standard) {
    return plus(
        setting.key(),
        new KindEntry<>(setting, settings -> standard, null, KindEntry.Place.INTERNAL));
  }

  /**
   * Declares a group of settings that kinds share.
   *
   * @param group adds them
   * @return a changed copy
   */
  public Kind<T> group(Group group) {
    return group.addTo(this);
  }

  /**
   * Begins a group: declare its settings, then {@link #asGroup}.
   *
   * @return a kind of nothing, without settings
   */
  public static Kind<Configurable> template() {
    return new Kind<>("template", "", Optional.empty(), Kind::refuse, Map.of(), 0);
  }

  private static Configurable refuse(Settings settings) {
    throw new IllegalStateException("a template is for groups of settings, and makes nothing");
  }

  /** {@return what this declares, for other kinds to share} */
  public Group asGroup() {
    Map<String, KindEntry<?>> shared = entries;
    return new Group() {
      @Override
      public <U extends Configurable> Kind<U> addTo(Kind<U> kind) {
        Map<String, KindEntry<?>> more = new LinkedHashMap<>(kind.entries);
        more.putAll(shared);
        return new Kind<>(
            kind.className, kind.module, kind.registeredName, kind.make, more, kind.since);
      }
    };
  }

  /** Settings that kinds share: those of a weight, a window, a bias. */
  @FunctionalInterface
  public interface Group {
    /**
     * Adds the settings to a kind.
     *
     * @param kind the kind
     * @param <T> the class of its objects
     * @return a changed copy
     */
    <T extends Configurable> Kind<T> addTo(Kind<T> kind);
  }

  private Kind<T> plus(String key, KindEntry<?> entry) {
    Map<String, KindEntry<?>> more = new LinkedHashMap<>(entries);
    more.put(key, entry);
    return new Kind<>(className, module, registeredName, make, more, since);
  }

  /** {@return the class name in files} */
  public String className() {
    return className;
  }

  /** {@return the module in files; empty where it is the family's} */
  public String module() {
    return module;
  }

  /** {@return the name under which Keras would have to know it; empty for Keras's own} */
  public Optional<String> registeredName() {
    return registeredName;
  }

  /** {@return since which version 3.x Keras has the kind, as the x} */
  public int since() {
    return since;
  }

  /**
   * {@return settings at their defaults, to which required ones are added by {@link Settings#with}}
   */
  public Settings settings() {
    return new Settings(this, Map.of());
  }

  /**
   * Makes an object.
   *
   * @param settings of this kind
   * @return the object
   */
  public T make(Settings settings) {
    return make.apply(settings);
  }

  /**
   * Makes an object of a configuration.
   *
   * @param config keys and values as Keras writes them; a key that is missing stands at its default
   * @return the object, whose settings fit each other
   * @throws IllegalArgumentException if a key is unknown or required and missing, or a value cannot
   *     be held
   */
  public T read(Map<String, ?> config) {
    Map<Setting<?>, Object> given = new HashMap<>();
    for (Map.Entry<String, ?> each : config.entrySet()) {
      KindEntry<?> entry = entries.get(each.getKey());
      if (entry == null || entry.place() == KindEntry.Place.INTERNAL) {
        throw Check.bad(
            className + "." + each.getKey(),
            "a key of " + className + ", one of " + keys(),
            String.valueOf(each.getValue()));
      }
      Setting<?> setting = entry.setting();
      if (setting != null) {
        given.put(setting, setting.read(each.getValue(), className));
      } else if (entry.place() != KindEntry.Place.IGNORED) {
        checkNeutral(each.getKey(), entry, each.getValue());
      }
    }
    for (Map.Entry<String, KindEntry<?>> each : entries.entrySet()) {
      KindEntry<?> entry = each.getValue();
      boolean missing = entry.setting() != null
          && entry.standard() == null
          && !given.containsKey(entry.setting());
      Check.argument(!missing, className + "." + each.getKey(), "a value", "none");
    }
    T object = make(new Settings(this, given));
    object.check();
    return object;
  }

  private List<String> keys() {
    return entries.keySet().stream()
        .filter(key -> Check.present(entries.get(key), "a key").place() != KindEntry.Place.INTERNAL)
        .toList();
  }

  private void checkNeutral(String key, KindEntry<?> entry, @Nullable Object value) {
    Object neutral = entry.neutral();
    boolean same = (neutral instanceof Number a && value instanceof Number b)
        ? a.doubleValue() == b.doubleValue()
        : Objects.equals(neutral, value);
    Check.argument(
        same, className + "." + key, neutral + " (" + entry.reason() + ")", String.valueOf(value));
  }

  /** What was given, and nothing that stands at its default. */
  Map<String, Object> writeGiven(Settings settings, ConfigForm form) {
    Map<String, Object> config = new LinkedHashMap<>();
    entries.forEach((key, entry) -> {
      if (entry.setting() != null && settings.isGiven(entry.setting())) {
        config.put(key, entry.write(settings, form));
      }
    });
    return config;
  }

  Map<String, Object> write(Settings settings, ConfigForm form) {
    Map<String, Object> config = new LinkedHashMap<>();
    entries.forEach((key, entry) -> {
      if (entry.setting() != null) {
        if (entry.isWritten(settings, form)) {
          config.put(key, entry.write(settings, form));
        }
      } else if (form == ConfigForm.FULL && entry.place() != KindEntry.Place.IGNORED) {
        config.put(key, entry.neutral());
      }
    });
    return config;
  }

  @SuppressWarnings("unchecked") // option() puts a Setting<V> and its V into one entry
  <V> V defaultOf(Setting<V> setting, Settings settings) {
    KindEntry<V> entry = (KindEntry<V>) entries.get(setting.key());
    Check.state(
        entry != null && entry.setting() == setting,
        className + " has no setting " + setting.key());
    Function<Settings, V> standard = Check.present(
        Check.present(entry, "checked").standard(),
        className + "." + setting.key() + " must be given");
    return standard.apply(settings);
  }

  /**
   * Whether a setting is one of this kind's.
   *
   * @param setting a setting
   * @return true if it was declared
   */
  public boolean declares(Setting<?> setting) {
    KindEntry<?> entry = entries.get(setting.key());
    return entry != null && entry.setting() == setting;
  }

  /**
   * A row of documentation.
   *
   * @param key the key in configurations
   * @param form what values are
   * @param standard the default as a configuration holds it, {@code "required"}, or what it is
   *     computed from
   */
  public record Row(String key, String form, String standard) {}

  /** {@return a row a key, in the order of the configuration} */
  public List<Row> documentation() {
    List<Row> rows = new ArrayList<>();
    entries.forEach((key, entry) -> {
      if (entry.place() == KindEntry.Place.INTERNAL) {
        return;
      }
      if (entry.place() == KindEntry.Place.IGNORED) {
        rows.add(new Row(key, "anything, without effect", ""));
      } else if (entry.setting() == null) {
        rows.add(new Row(key, "only " + entry.neutral(), String.valueOf(entry.neutral())));
      } else {
        rows.add(new Row(key, entry.setting().form(), entry.standardOf(settings())));
      }
    });
    return rows;
  }

  /** {@return the settings that the kind declares, in the order of the configuration} */
  public List<Setting<?>> declared() {
    List<Setting<?>> settings = new ArrayList<>();
    entries.values().forEach(entry -> {
      if (entry.setting() != null && entry.place() != KindEntry.Place.INTERNAL) {
        settings.add(entry.setting());
      }
    });
    return settings;
  }

  @Override
  public String toString() {
    return registeredName.orElse(className);
  }
}
