package org.keraunos.activations;

import java.util.Optional;
import org.keraunos.base.Codecs;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;
import org.keraunos.runtime.DTypePolicy;

/**
 * An activation with settings. Keras keeps those as layers, which is why they are written with a
 * name, {@code trainable} and {@code dtype}: none has an effect here.
 */
abstract class ActivationObject implements Activation {
  private static final Setting<Optional<String>> NAME =
      Setting.of("name", Codecs.optional(Codecs.text()));
  private static final Setting<Boolean> TRAINABLE = Setting.flag("trainable");
  private static final Setting<Optional<DTypePolicy>> DTYPE =
      DTypePolicy.DTYPE.must(Optional::isEmpty, "float32, the model's");

  /** What each of them has. */
  static final Kind.Group COMMON = Kind.template()
      .option(NAME, Optional.empty())
      .option(TRAINABLE, true)
      .later(DTYPE, Optional.empty())
      .asGroup();

  /** The version of Keras from which on a layer takes an activation that is a layer of its own. */
  static final int SINCE = 15;

  private final Settings settings;

  ActivationObject(Settings settings) {
    this.settings = settings;
  }

  @Override
  public final Settings settings() {
    return settings;
  }

  @Override
  public final String toString() {
    return settings.toString();
  }

  final <T> T get(Setting<T> setting) {
    return settings.get(setting);
  }
}
