package org.keraunos.images;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The formats of encoded images, told by their first bytes as TensorFlow tells them, not by a
 * file's name.
 */
enum ImageFormat {
  JPEG,
  PNG,
  GIF,
  BMP,
  WEBP;

  static ImageFormat of(byte[] image) throws BadImageException {
    if (starts(image, 0, "\u00ff\u00d8\u00ff")) {
      return JPEG;
    }
    if (starts(image, 0, "\u0089PNG\r\n\u001a\n")) {
      return PNG;
    }
    if (starts(image, 0, "GIF8")) {
      return GIF;
    }
    if (starts(image, 0, "RIFF") && starts(image, 8, "WEBP")) {
      return WEBP;
    }
    if (starts(image, 0, "BM")) {
      return BMP;
    }
    throw new BadImageException(
        image.length == 0
            ? "is empty"
            : "expected JPEG, PNG, GIF, BMP or WebP, received " + shown(image));
  }

  private static boolean starts(byte[] image, int at, String magic) {
    byte[] expected = magic.getBytes(StandardCharsets.ISO_8859_1);
    int end = at + expected.length;
    return image.length >= end && Arrays.equals(image, at, end, expected, 0, expected.length);
  }

  private static String shown(byte[] image) {
    StringBuilder text = new StringBuilder("a file that starts with");
    for (int i = 0; i < Math.min(4, image.length); i++) {
      text.append(String.format(" %02X", image[i]));
    }
    return text.toString();
  }
}
