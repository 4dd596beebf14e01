package org.keraunos.data.readers;

import java.text.Normalizer;

/** Names of labels and files, which are the same text however their accents are put together. */
final class Names {
  private Names() {}

  /** The name in NFC: accents composed with their letters. */
  static String composed(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) >= 0x300) {
        return Normalizer.normalize(name, Normalizer.Form.NFC);
      }
    }
    return name; // nearly all: nothing below U+0300 changes
  }

  /**
   * Whether a name holds a character that moves the cursor or rings the bell, which no label means
   * to.
   */
  static boolean hasControl(String name) {
    return name.chars().anyMatch(Character::isISOControl);
  }

  /** The name with control characters as escapes, on one line. */
  static String shown(String name) {
    StringBuilder text = new StringBuilder();
    name.chars().forEach(c -> {
      switch (c) {
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          if (Character.isISOControl(c)) {
            text.append(String.format("\\u%04x", c));
          } else {
            text.append((char) c);
          }
        }
      }
    });
    return text.toString();
  }
}
