package org.keraunos.base;

import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A key of a kind's configuration: of a setting, or of something that can stand at one value only.
 *
 * @param setting the setting; null for a key without one
 * @param standard its default; null for one that must be given
 * @param neutral what a key without a setting stands at
 * @param place where it stands
 * @param reason why a key without a setting can stand at nothing else
 */
record KindEntry<V>(
    @Nullable Setting<V> setting,
    @Nullable Function<Settings, V> standard,
    @Nullable Object neutral,
    Place place,
    String reason) {
  KindEntry(
      @Nullable Setting<V> setting,
      @Nullable Function<Settings, V> standard,
      @Nullable Object neutral,
      Place place) {
    this(setting, standard, neutral, place, "others are not supported");
  }

  /** Where a key stands. */
  enum Place {
    /** In files and in what is written. */
    ALWAYS,
    /** In files of newer versions, so left out of the portable form where it says nothing. */
    LATER,
    /** Not Keras's, so written only where it was given. */
    OWN,
    /** In files, without effect, and not written. */
    IGNORED,
    /** In no file. */
    INTERNAL
  }

  boolean isWritten(Settings settings, ConfigForm form) {
    return switch (place) {
      case ALWAYS -> true;
      case LATER -> form == ConfigForm.FULL || says(settings);
      case OWN -> setting != null && settings.isGiven(setting);
      case IGNORED, INTERNAL -> false;
    };
  }

  private boolean says(Settings settings) {
    Function<Settings, V> usual = Check.present(standard, "what came later has a default");
    return !settings.get(present()).equals(usual.apply(settings));
  }

  @Nullable
  Object write(Settings settings, ConfigForm form) {
    return present().write(settings.get(present()), form);
  }

  private Setting<V> present() {
    return Check.present(setting, "asked of keys with a setting alone");
  }

  /** The default as documentation has it. */
  String standardOf(Settings settings) {
    if (standard == null) {
      return "required";
    }
    try {
      return shown(present().write(standard.apply(settings), ConfigForm.PORTABLE));
    } catch (IllegalStateException e) {
      return "follows from others";
    }
  }

  /** An object by its class and what was said of it, anything else as it is. */
  private static String shown(@Nullable Object written) {
    if (written instanceof Map<?, ?> object && object.get("class_name") != null) {
      Object config = object.get("config");
      boolean plain =
          !(config instanceof Map<?, ?> given) || given.values().stream().allMatch(Objects::isNull);
      return object.get("class_name") + (plain ? "" : " " + config);
    }
    return String.valueOf(written);
  }
}
