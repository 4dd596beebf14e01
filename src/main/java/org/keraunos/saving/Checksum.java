package org.keraunos.saving;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.keraunos.base.DataException;

/** Checksums of files, as model cards list them. */
final class Checksum {
  private static final String PREFIX = "sha256:";

  private Checksum() {}

  static String of(byte[] content) {
    return PREFIX + HexFormat.of().formatHex(digest().digest(content));
  }

  /**
   * Checks files against a list.
   *
   * @param folder where they lie
   * @param listed checksums by path below the folder
   * @throws DataException if one is missing or has another content than was written
   */
  static void check(Path folder, Map<String, String> listed) {
    listed.forEach((name, expected) -> {
      Path file = folder.resolve(name);
      if (!Files.isRegularFile(file)) {
        throw new DataException(file, "is missing; the model card lists it");
      }
      if (!of(file).equals(expected)) {
        throw new DataException(
            file, "is damaged or was changed: its checksum is not the one in the model card");
      }
    });
  }

  static String of(Path file) {
    MessageDigest digest = digest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new DataException(file, "cannot be read: " + e.getMessage(), e);
    }
    return PREFIX + HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
