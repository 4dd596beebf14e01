package org.keraunos.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keraunos.data.npy.Npz;
import org.keraunos.runtime.RuntimeOptions;

class ImageDecoderTest {
  /**
   * The decoder of lossy WebP in Java repeats colours of half resolution, libwebp smooths them; all
   * others are exact.
   */
  private static final double LOSSY_WEBP_MEAN = 3;

  static Stream<String> goldens() {
    try (Npz golden = Npz.open(Fixtures.file("golden.npz"))) {
      return new ArrayList<>(golden.names()).stream();
    }
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void pixelsAreThoseOfKeras(String key) {
    String name = key.substring(0, key.indexOf('@'));
    int[] size = Arrays.stream(key.substring(key.indexOf('@') + 1).split("x"))
        .mapToInt(Integer::parseInt)
        .toArray();
    byte[] expected;
    try (Npz golden = Npz.open(Fixtures.file("golden.npz"))) {
      expected = (byte[]) golden.read(key).values();
    }
    byte[] pixels = decode(size[0], size[1], size[2], Fixtures.bytes(name)).pixels();
    assertThat(pixels).hasSameSizeAs(expected);
    double sum = 0;
    int largest = 0;
    for (int i = 0; i < pixels.length; i++) {
      int difference = Math.abs((pixels[i] & 0xFF) - (expected[i] & 0xFF));
      sum += difference;
      largest = Math.max(largest, difference);
    }
    if (name.equals("lossy.webp")) {
      assertThat(sum / pixels.length).as("mean difference").isLessThan(LOSSY_WEBP_MEAN);
    } else {
      assertThat(largest).as("largest difference").isLessThanOrEqualTo(1);
      assertThat(sum / pixels.length).as("mean difference").isLessThan(0.01);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"photo.jpg", "cmyk.jpg", "photo.bmp", "animated.gif", "lossless.webp"})
  void grayAndAlphaOfFormatsThatTensorFlowHasNoneFor(String name) {
    byte[] rgb = decode(9, 11, 3, Fixtures.bytes(name)).pixels();
    byte[] gray = decode(9, 11, 1, Fixtures.bytes(name)).pixels();
    byte[] rgba = decode(9, 11, 4, Fixtures.bytes(name)).pixels();
    for (int pixel = 0; pixel < 99; pixel++) {
      for (int channel = 0; channel < 3; channel++) {
        assertThat(rgba[4 * pixel + channel]).isEqualTo(rgb[3 * pixel + channel]);
      }
      if (!name.endsWith("webp")) {
        assertThat(rgba[4 * pixel + 3] & 0xFF).isEqualTo(255);
        double luma = 0.299 * (rgb[3 * pixel] & 0xFF)
            + 0.587 * (rgb[3 * pixel + 1] & 0xFF)
            + 0.114 * (rgb[3 * pixel + 2] & 0xFF);
        assertThat((double) (gray[pixel] & 0xFF)).isCloseTo(luma, Offset.offset(1.5));
      }
    }
  }

  @Test
  void aBrokenImageCostsNoOther() {
    byte[] photo = Fixtures.bytes("photo.jpg");
    byte[] png = Fixtures.bytes("photo.png");
    List<byte[]> batch = new ArrayList<>();
    List<Integer> broken = List.of(0, 3, 4, 9, 16);
    for (int i = 0; i < 17; i++) {
      byte[] good = i % 2 == 0 ? photo : png;
      batch.add(broken.contains(i) ? Arrays.copyOf(good, good.length * 2 / 3) : good);
    }
    try (ImageDecoder decoder = new ImageDecoder(8, 8, 3, RuntimeOptions.DEFAULT)) {
      byte[] even = decoder.decode(List.of(photo)).pixels();
      byte[] odd = decoder.decode(List.of(png)).pixels();
      ImageDecoder.Decoded decoded = decoder.decode(batch);
      for (int i = 0; i < 17; i++) {
        byte[] row = Arrays.copyOfRange(decoded.pixels(), i * 192, (i + 1) * 192);
        if (broken.contains(i)) {
          assertThat(decoded.problems().get(i)).startsWith("cannot be decoded: ");
          assertThat(row).containsOnly(0);
        } else {
          assertThat(decoded.problems().get(i)).isNull();
          assertThat(row).isEqualTo(i % 2 == 0 ? even : odd);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "photo.jpg, 60000 x 60000",
    "photo.png, 60000 x 60000",
    "animated.gif, 60000 x 60000",
    "photo.bmp, 60000 x 60000"
  })
  void enormousClaimsAreRefusedByTheHeader(String name, String claim) {
    byte[] image = Fixtures.bytes(name);
    ByteBuffer header = ByteBuffer.wrap(image);
    switch (name) {
      case "photo.jpg" -> {
        int frame = indexOf(image, 0xFF, 0xC0);
        header.putShort(frame + 5, (short) 60000).putShort(frame + 7, (short) 60000);
      }
      case "photo.png" -> header.putInt(16, 60000).putInt(20, 60000);
      case "animated.gif" ->
        header.putShort(6, Short.reverseBytes((short) 60000)).putShort(8, Short.reverseBytes((short)
            60000));
      default ->
        header.putInt(18, Integer.reverseBytes(60000)).putInt(22, Integer.reverseBytes(-60000));
    }
    assertThat(problem(image)).startsWith("claims " + claim + " pixels; more than 100000000");
  }

  @Test
  void framesOfAGifAreMeasuredToo() {
    byte[] image = Fixtures.bytes("animated.gif");
    int frame = indexOf(image, 0x2C, 0, 0, 0, 0);
    ByteBuffer.wrap(image).putShort(frame + 5, (short) -1).putShort(frame + 7, (short) -1);
    assertThat(problem(image)).startsWith("claims 65535 x 65535 pixels");
  }

  @Test
  void anAnimationIsCutBehindItsFirstFrame() throws BadImageException {
    byte[] image = Fixtures.bytes("animated.gif");
    byte[] first = GifFrames.first(image);
    assertThat(first.length).isLessThan(image.length / 2);
    assertThat(decode(30, 30, 3, first).pixels())
        .isEqualTo(decode(30, 30, 3, image).pixels());
  }

  @ParameterizedTest
  @CsvSource({
    "'', is empty",
    "hello, 'expected JPEG, PNG, GIF, BMP or WebP, received a file that starts with 68 65 6C 6C'",
    "BM, is cut off in its BMP header",
    "GIF89a, is cut off in its GIF header",
    "RIFF0000WEBPVP8 , cannot be decoded as WEBP"
  })
  void whatIsNoImage(String text, String problem) {
    assertThat(problem(text.getBytes(StandardCharsets.ISO_8859_1))).startsWith(problem);
  }

  /**
   * Whatever the bytes are, there is an answer for each image: no other exception, no crash, no
   * hang.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void damagedImagesGiveProblemsOrPixels(long seed) {
    Random random = new Random(seed);
    List<String> names = List.of(
        "photo.jpg",
        "progressive.jpg",
        "cmyk.jpg",
        "exif6.jpg",
        "exif6.png",
        "rgb16.png",
        "palette.png",
        "photo.bmp",
        "palette.bmp",
        "animated.gif",
        "lossy.webp",
        "lossless.webp");
    for (int channels : new int[] {1, 3, 4}) {
      List<byte[]> batch = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        byte[] image = Fixtures.bytes(names.get(i % names.size()));
        int hits = 1 + random.nextInt(8);
        for (int hit = 0; hit < hits; hit++) {
          int reach = random.nextBoolean() ? Math.min(200, image.length) : image.length;
          image[random.nextInt(reach)] = (byte) random.nextInt();
        }
        batch.add(
            random.nextInt(4) == 0 ? Arrays.copyOf(image, random.nextInt(image.length)) : image);
      }
      try (ImageDecoder decoder = new ImageDecoder(6, 5, channels, RuntimeOptions.DEFAULT)) {
        ImageDecoder.Decoded decoded = decoder.decode(batch);
        assertThat(decoded.problems()).as("seed " + seed).hasSize(60).containsNull();
        assertThat(decoded.problems()).anyMatch(problem -> problem != null);
      }
    }
  }

  @Test
  void argumentsAndClosing() {
    assertThatThrownBy(() -> new ImageDecoder(0, 5, 3, RuntimeOptions.DEFAULT))
        .hasMessage("height: expected 1 to 16384, received 0");
    assertThatThrownBy(() -> new ImageDecoder(5, 5, 2, RuntimeOptions.DEFAULT))
        .hasMessage("channels: expected 1, 3 or 4, received 2");
    ImageDecoder decoder = new ImageDecoder(5, 5, 3, RuntimeOptions.DEFAULT);
    decoder.close();
    decoder.close();
    assertThatThrownBy(() -> decoder.decode(List.of(Fixtures.bytes("photo.jpg"))))
        .isInstanceOf(IllegalStateException.class);
  }

  private static ImageDecoder.Decoded decode(int height, int width, int channels, byte[] image) {
    try (ImageDecoder decoder = new ImageDecoder(height, width, channels, RuntimeOptions.DEFAULT)) {
      ImageDecoder.Decoded decoded = decoder.decode(List.of(image));
      assertThat(decoded.problems()).containsOnlyNulls();
      return decoded;
    }
  }

  private static String problem(byte[] image) {
    try (ImageDecoder decoder = new ImageDecoder(4, 4, 3, RuntimeOptions.DEFAULT)) {
      return String.valueOf(decoder.decode(List.of(image)).problems().get(0));
    }
  }

  private static int indexOf(byte[] bytes, int... values) {
    for (int i = 0; i + values.length <= bytes.length; i++) {
      boolean found = true;
      for (int j = 0; j < values.length; j++) {
        found &= (bytes[i + j] & 0xFF) == values[j];
      }
      if (found) {
        return i;
      }
    }
    throw new AssertionError("not found");
  }
}
