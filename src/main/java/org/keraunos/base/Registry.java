package org.keraunos.base;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of one family, by which configurations are read: those of Keras and those that users
 * add. A kind is loaded when somebody asks for it.
 *
 * @param <T> what all objects of the family are
 */
public final class Registry<T extends Configurable> {
  private final String family;
  private final String module;
  private final String howToAdd;
  private final Map<String, Supplier<Kind<? extends T>>> kinds = new ConcurrentHashMap<>();
  private final Map<String, Supplier<? extends T>> shorts = new ConcurrentHashMap<>();
  private final Map<String, String> refused = new ConcurrentHashMap<>();
  private final Map<String, String> refusedModules = new ConcurrentHashMap<>();
  private final Map<String, String> aliases = new ConcurrentHashMap<>();
  private final Set<String> lacking = ConcurrentHashMap.newKeySet();

  /**
   * A family without kinds.
   *
   * @param family what an object is, for messages: {@code layer}
   * @param module Keras's module: {@code keras.layers}
   * @param howToAdd what a user calls to add a kind, for messages
   */
  public Registry(String family, String module, String howToAdd) {
    this.family = family;
    this.module = module;
    this.howToAdd = howToAdd;
  }

  /**
   * Adds a kind.
   *
   * @param name a class of Keras's module, {@code Conv2D}; a class of another module,
   *     {@code keras.src.ops.numpy.Add}; or the registered name of a user's kind, {@code my>Gate}
   * @param kind gives the kind, when asked for
   * @throws IllegalArgumentException if there is one of that name
   */
  public void register(String name, Supplier<Kind<? extends T>> kind) {
    Check.argument(
        kinds.putIfAbsent(name, kind) == null, family + " kind", "a name that is free", name);
  }

  /**
   * Adds a short name that stands for a whole object, such as {@code glorot_uniform}.
   *
   * @param name as it stands in configurations
   * @param object gives the object, when asked for
   * @throws IllegalArgumentException if there is one of that name
   */
  public void registerShort(String name, Supplier<? extends T> object) {
    Check.argument(
        shorts.putIfAbsent(name, object) == null, family + " name", "a name that is free", name);
  }

  /**
   * Adds a name under which a kind stands in files of some versions of Keras.
   *
   * @param name a class of Keras's module, {@code OrthogonalInitializer}
   * @param kind the name under which it was registered
   */
  public void alias(String name, String kind) {
    aliases.put(name, kind);
  }

  /**
   * Names kinds that Keras has and this library has not, so that whoever asks for one is told so.
   *
   * @param names classes and short names of Keras
   */
  public void lacks(String... names) {
    lacking.addAll(Set.of(names));
  }

  /**
   * Says why a kind that Keras has is not here, for the message to somebody who reads one.
   *
   * @param name a class of Keras's module, {@code Lambda}, or a short name
   * @param reason why it is not here
   */
  public void refuse(String name, String reason) {
    refused.put(name, reason);
  }

  /**
   * Says what to do in place of kinds of a module that are not here.
   *
   * @param module the beginning of the module's name: {@code keras.src.ops}
   * @param advice for the message
   */
  public void refuseModule(String module, String advice) {
    refusedModules.put(module, advice);
  }

  /** {@return the names that {@link #refuse} gave, in alphabetical order} */
  public Set<String> refusedNames() {
    return new TreeSet<>(refused.keySet());
  }

  /** {@return what an object is: {@code layer}} */
  public String family() {
    return family;
  }

  String article() {
    return "aeiou".indexOf(family.charAt(0)) >= 0 ? "an" : "a";
  }

  /** {@return the names of all kinds, in alphabetical order} */
  public Set<String> names() {
    return new TreeSet<>(kinds.keySet());
  }

  /**
   * A kind by its name.
   *
   * @param name as it was registered
   * @return the kind
   * @throws IllegalArgumentException if there is none; the message names known ones
   */
  public Kind<? extends T> kind(String name) {
    Supplier<Kind<? extends T>> kind = kinds.get(aliases.getOrDefault(name, name));
    if (kind == null) {
      throw unknown(family + " class", name);
    }
    return kind.get();
  }

  /**
   * Reads an object.
   *
   * @param value a map of {@code class_name}, {@code config} and, where given, {@code module} and
   *     {@code registered_name}; or a short name
   * @param where the place, for messages
   * @return the object
   * @throws IllegalArgumentException if the kind is unknown or its configuration cannot be read
   */
  public T read(@Nullable Object value, String where) {
    if (value instanceof String name) {
      Supplier<? extends T> object = shorts.get(name);
      if (object != null) {
        return object.get();
      }
      checkNotRefused(name, where);
      Check.argument(
          kinds.containsKey(aliases.getOrDefault(name, name)),
          () -> unknown(where, name).getMessage());
      return kind(name).read(Map.of());
    }
    if (value instanceof Map<?, ?> map && map.get("class_name") instanceof String className) {
      Object config = map.get("config");
      Check.argument(
          config == null || config instanceof Map<?, ?>,
          where + "." + className,
          "a configuration",
          String.valueOf(config));
      return kind(map.get("module"), className, map.get("registered_name"), where)
          .read(strings(config == null ? Map.of() : (Map<?, ?>) config));
    }
    throw Check.bad(
        where,
        article() + " " + family + ": a name, or an object with class_name and config",
        String.valueOf(value));
  }

  /**
   * A kind by what stands in files.
   *
   * @param inModule the module, or null where the file does not say
   * @param className the class
   * @param registeredName the name of a user's kind, or null
   * @param where the place, for messages
   * @return the kind
   * @throws IllegalArgumentException if there is none
   */
  public Kind<? extends T> kind(
      @Nullable Object inModule, String className, @Nullable Object registeredName, String where) {
    String custom = registeredName instanceof String name ? name : "";
    if (kinds.containsKey(custom) && custom.indexOf('>') > 0) {
      return kind(custom);
    }
    String path = inModule == null ? module : String.valueOf(inModule);
    if (kinds.containsKey(path + "." + className)) {
      return kind(path + "." + className);
    }
    // keras.layers, keras.src.layers.core.dense and, in Keras 2, keras.layers.core are one family;
    // keras.src.ops is another one with some of its names.
    boolean keras = path.equals("keras") || path.startsWith("keras.");
    boolean operation = path.startsWith("keras.src.ops") || path.startsWith("keras.ops");
    if (keras && !operation && kinds.containsKey(aliases.getOrDefault(className, className))) {
      return kind(className);
    }
    if (keras && !operation) {
      checkNotRefused(className, where);
    }
    checkNotRefused(path + "." + className, where);
    for (Map.Entry<String, String> refusal : refusedModules.entrySet()) {
      Check.argument(
          !path.startsWith(refusal.getKey()),
          where,
          "one that is here (" + refusal.getValue() + ")",
          path + "." + className);
    }
    String shown =
        custom.indexOf('>') > 0 ? custom : path.equals(module) ? className : path + "." + className;
    throw unknown(where, shown);
  }

  /**
   * Writes an object as Keras does.
   *
   * @param object of a kind of this family
   * @param form how much is written
   * @return {@code module}, {@code class_name}, {@code config}, {@code registered_name}
   */
  public Map<String, Object> write(T object, ConfigForm form) {
    Kind<?> kind = object.settings().kind();
    Map<String, Object> written = new LinkedHashMap<>();
    written.put("module", kind.module().isEmpty() ? module : kind.module());
    written.put("class_name", kind.className());
    written.put("config", object.settings().config(form));
    Optional<String> registeredName = kind.registeredName();
    written.put("registered_name", registeredName.orElse(null));
    return written;
  }

  /**
   * Writes an object where a setting holds it: one of a kind whose class name is a short name and
   * that has no settings as that name, as Keras does for activation functions; others as
   * {@link #write} does.
   *
   * @param object of a kind of this family
   * @param form how much is written
   * @return a string or a map
   */
  public Object writeValue(T object, ConfigForm form) {
    Kind<?> kind = object.settings().kind();
    return kind.declared().isEmpty() && shorts.containsKey(kind.className())
        ? kind.className()
        : write(object, form);
  }

  /** {@return the short names, in alphabetical order} */
  public Set<String> shortNames() {
    return new TreeSet<>(shorts.keySet());
  }

  private void checkNotRefused(String name, String where) {
    String reason = refused.get(name);
    Check.argument(
        reason == null, () -> where + ": Keras has " + name + ", Keraunos not (" + reason + ")");
  }

  private IllegalArgumentException unknown(String where, String name) {
    Set<String> known = names();
    known.addAll(shorts.keySet());
    return Check.bad(
        where,
        Nearest.oneOf(known, name) + " (" + howToAdd + " adds one)",
        lacking.contains(name) ? name + ", which Keras has and Keraunos has not" : name);
  }

  @SuppressWarnings("unchecked") // JSON's keys are strings
  private static Map<String, Object> strings(Map<?, ?> map) {
    return (Map<String, Object>) map;
  }
}
