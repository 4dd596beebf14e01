package org.keraunos.data;

/** Turns images whose channels come first into such whose channels come last. */
final class ChannelOrder {
  private ChannelOrder() {}

  /**
   * The same images, channels last.
   *
   * @param values image after image, (channels, height, width) each
   * @param shape of the result: height, width, channels
   */
  static byte[] last(byte[] values, int[] shape) {
    byte[] turned = new byte[values.length];
    int pixels = shape[0] * shape[1];
    int channels = shape[2];
    for (int image = 0; image < values.length; image += pixels * channels) {
      for (int channel = 0; channel < channels; channel++) {
        for (int pixel = 0; pixel < pixels; pixel++) {
          turned[image + pixel * channels + channel] = values[image + channel * pixels + pixel];
        }
      }
    }
    return turned;
  }

  /** The same for floats. */
  static float[] last(float[] values, int[] shape) {
    float[] turned = new float[values.length];
    int pixels = shape[0] * shape[1];
    int channels = shape[2];
    for (int image = 0; image < values.length; image += pixels * channels) {
      for (int channel = 0; channel < channels; channel++) {
        for (int pixel = 0; pixel < pixels; pixel++) {
          turned[image + pixel * channels + channel] = values[image + channel * pixels + pixel];
        }
      }
    }
    return turned;
  }
}
