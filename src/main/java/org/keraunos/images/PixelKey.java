package org.keraunos.images;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Shape;
import org.keraunos.data.readers.ImageSource;
import org.keraunos.runtime.NativeLibrary;

/**
 * The name of decoded pixels: SHA-256 over path, place in the file, size and time of the last
 * change of every image, the decode settings, and the versions of TensorFlow and of this code. The
 * images' bytes are not in it: reading them all would cost what the cache saves. So a file that is
 * replaced by another one of the same size and time is not noticed.
 */
final class PixelKey {
  /** Raised when the same images give other pixels than before. */
  private static final int VERSION = 1;

  private final MessageDigest digest;
  private @Nullable Path last;
  private String lastState = "";

  private PixelKey() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static String of(List<ImageSource> images, Shape image) {
    PixelKey key = new PixelKey();
    key.add("keraunos pixels " + VERSION + ", TensorFlow " + NativeLibrary.version());
    key.add("bilinear " + image);
    images.forEach(key::add);
    return HexFormat.of().formatHex(key.digest.digest());
  }

  private void add(ImageSource image) {
    // Records of one file come one after the other: it is looked at once.
    if (!image.file().equals(last)) {
      last = image.file();
      lastState = state(image.file());
    }
    add(lastState);
    add(image.position());
  }

  private static String state(Path file) {
    String path = file.toAbsolutePath().normalize().toString();
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return path + "\n" + now.size() + " " + now.lastModifiedTime().to(TimeUnit.NANOSECONDS);
    } catch (IOException e) {
      return path + "\nunreadable"; // reading it will say more
    }
  }

  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(Integer.toString(bytes.length).getBytes(StandardCharsets.UTF_8));
    digest.update((byte) ':');
    digest.update(bytes);
  }
}
