package org.keraunos;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.contract.Preprocessing;
import org.keraunos.layers.InputSizes;
import org.keraunos.layers.Network;
import org.keraunos.saving.keras.MixedFloat16;

/** How a model is loaded. */
public final class LoadOptions {
  private static final Logger LOG = System.getLogger(LoadOptions.class.getPackageName());

  private InputSizes sizes = InputSizes.KNOWN;
  private MixedFloat16 mixedFloat16 = MixedFloat16.REFUSE;
  private boolean compile = true;
  private @Nullable Preprocessing preprocessing;
  private Consumer<ModelOptions> model = options -> {};
  private Consumer<String> notes;
  private Function<Network, Optional<Preprocessing>> pixels = network -> Optional.empty();

  LoadOptions(Path file) {
    notes = note -> LOG.log(Level.INFO, () -> file + ": " + note);
  }

  /**
   * The size of images, for a file that leaves it open.
   *
   * @param height the rows of an image, at least 1
   * @param width its columns, at least 1
   * @return this
   */
  public LoadOptions imageSize(int height, int width) {
    Check.argument(height >= 1 && width >= 1, "imageSize", ">= 1", height + " x " + width);
    return inputSizes(InputSizes.image(height, width));
  }

  /**
   * The sizes of inputs, for a file that leaves some open.
   *
   * @param open is asked for each such input
   * @return this
   */
  public LoadOptions inputSizes(InputSizes open) {
    this.sizes = Check.given(open, "inputSizes");
    return this;
  }

  /**
   * What bytes go through before the network sees them, whatever the file says: Keras's files say
   * nothing. What is said is kept in what the model writes.
   *
   * @param images mode {@code caffe} of a ResNet, for example; without this and {@link #pixels}, of
   *     a file that says nothing, bytes are taken as they are where the first layer scales them,
   *     and else have the scaling of their data set, 255, which is told in {@link #notes}
   * @return this
   */
  public LoadOptions preprocessing(Preprocessing images) {
    this.preprocessing = Check.given(images, "preprocessing");
    return this;
  }

  /**
   * What becomes of layers that compute in float16.
   *
   * @param as they are refused if not given
   * @return this
   */
  public LoadOptions mixedFloat16(MixedFloat16 as) {
    this.mixedFloat16 = Check.given(as, "mixedFloat16");
    return this;
  }

  /**
   * Whether the model is compiled with what it was compiled with, so that its training goes on.
   *
   * @param asSaved true if not given; false is faster where a model only predicts
   * @return this
   */
  public LoadOptions compile(boolean asSaved) {
    this.compile = asSaved;
    return this;
  }

  /**
   * Seed, threads, augmentation and whatever else a model is made with. Its name and types are
   * those of the file, unless these settings give others.
   *
   * @param settings nothing if not given
   * @return this
   */
  public LoadOptions model(Consumer<ModelOptions> settings) {
    this.model = Check.given(settings, "model");
    return this;
  }

  /**
   * Who is told what the model does not keep of the file: a fixed size of batches, what it was
   * compiled with and Keraunos has not.
   *
   * @param listener takes a sentence each; {@code System.Logger} at level INFO if not given
   * @return this
   */
  public LoadOptions notes(Consumer<String> listener) {
    this.notes = Check.given(listener, "notes");
    return this;
  }

  /**
   * What bytes go through before the network sees them, for a file that says nothing of its data.
   * What is said is kept in what the model writes.
   *
   * @param how is asked with the network; empty where it does not know either
   * @return this
   */
  public LoadOptions pixels(Function<Network, Optional<Preprocessing>> how) {
    this.pixels = Check.given(how, "pixels");
    return this;
  }

  Function<Network, Optional<Preprocessing>> pixels() {
    return pixels;
  }

  InputSizes sizes() {
    return sizes;
  }

  MixedFloat16 mixedFloat16() {
    return mixedFloat16;
  }

  @Nullable
  Preprocessing preprocessing() {
    return preprocessing;
  }

  boolean compile() {
    return compile;
  }

  Consumer<ModelOptions> model() {
    return model;
  }

  Consumer<String> notes() {
    return notes;
  }
}
