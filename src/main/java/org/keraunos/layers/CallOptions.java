package org.keraunos.layers;

import org.keraunos.base.Configurable;
import org.keraunos.base.Kind;
import org.keraunos.base.Setting;
import org.keraunos.base.Settings;

/**
 * What one call of a layer is made with beside its inputs: Keras's keyword arguments, such as
 * {@code use_causal_mask} of attention. Immutable.
 */
public final class CallOptions implements Configurable {
  /** Nothing. */
  public static final CallOptions NONE = new CallOptions(kind("Layer").settings());

  private final Settings settings;

  CallOptions(Settings settings) {
    this.settings = settings;
  }

  /**
   * Begins the options of a kind of layer, with those that every call may have in a file:
   * {@code training}, which {@code fit} and {@code predict} override, and {@code mask}, which may
   * only be null.
   *
   * @param className the layer's class, for messages
   * @return the kind, to which the layer's own options are added
   */
  public static Kind<CallOptions> kind(String className) {
    return Kind.of(className + " call", CallOptions::new).ignored("training").only("mask", null);
  }

  @Override
  public Settings settings() {
    return settings;
  }

  /**
   * An option's value.
   *
   * @param option one that the layer declares
   * @param <T> its type
   * @return what was given, else the default
   */
  public <T> T get(Setting<T> option) {
    if (!settings.kind().declares(option)) {
      throw new IllegalStateException(settings.kind() + " has no option " + option);
    }
    return settings.get(option);
  }

  /**
   * The same with another value.
   *
   * @param option one that the layer declares
   * @param value its value
   * @param <T> its type
   * @return a changed copy
   */
  public <T> CallOptions with(Setting<T> option, T value) {
    return new CallOptions(settings.with(option, value));
  }
}
