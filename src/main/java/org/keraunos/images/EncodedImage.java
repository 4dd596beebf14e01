package org.keraunos.images;

/**
 * An image that was checked and that TensorFlow can decode.
 *
 * @param bytes JPEG, PNG, GIF or plain BMP
 * @param throughRgb whether TensorFlow decodes it to three channels only
 * @param orientation as EXIF says it, 1 to 8
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record EncodedImage(byte[] bytes, boolean throughRgb, int orientation) {
  /** Checks an image and, where TensorFlow could not decode it, makes a PNG of it. */
  static EncodedImage of(byte[] image, int channels) throws BadImageException {
    ImageHeader header = ImageHeader.read(image);
    int orientation = Orientation.of(header.exif());
    return switch (header.format()) {
      case JPEG -> {
        boolean rgb = channels == 4 || (channels == 1 && !header.plain());
        yield new EncodedImage(image, rgb, orientation);
      }
      case PNG -> new EncodedImage(image, false, orientation);
      case GIF -> {
        byte[] first = GifFrames.first(image);
        yield channels == 4
            ? transcoded(first, header, orientation) // a GIF may have transparent pixels
            : new EncodedImage(first, channels != 3, orientation);
      }
      case BMP ->
        header.plain() && channels != 4
            ? new EncodedImage(image, channels != 3, orientation)
            : transcoded(image, header, orientation);
      case WEBP -> transcoded(image, header, orientation);
    };
  }

  private static EncodedImage transcoded(byte[] image, ImageHeader header, int orientation)
      throws BadImageException {
    return new EncodedImage(PngTranscoder.toPng(image, header.format()), false, orientation);
  }
}
