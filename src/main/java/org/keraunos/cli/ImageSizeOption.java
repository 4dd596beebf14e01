package org.keraunos.cli;

import org.jspecify.annotations.Nullable;
import org.keraunos.LoadOptions;
import picocli.CommandLine.Option;

/** The option {@code --image-size} of commands that read a model alone. */
final class ImageSizeOption {
  @Option(
      names = "--image-size",
      paramLabel = "HxW",
      description = "For a model that leaves the size of its images open.")
  private @Nullable String text;

  ImageSizeOption() {}

  /** Height and width; none if not given. */
  int[] size() {
    return DataOptions.imageSize(text);
  }

  /** Fails over what is no size. */
  void check() {
    int[] unused = size();
  }

  void set(LoadOptions load) {
    int[] size = size();
    if (size.length == 2) {
      load.imageSize(size[0], size[1]);
    }
  }
}
