package org.keraunos.data.readers;

import java.util.ArrayList;
import java.util.List;

/**
 * Words of ARFF, which may stand in single or double quotes with backslashes before special
 * characters.
 */
final class ArffTokens {
  private final String text;
  private int at;

  ArffTokens(String text) {
    this.text = text;
  }

  /** The values between commas. */
  static List<String> split(String text) {
    List<String> values = new ArrayList<>();
    ArffTokens tokens = new ArffTokens(text);
    boolean more = true;
    while (more) {
      values.add(tokens.next(","));
      tokens.skipSpace();
      more = tokens.skip(',');
    }
    return values;
  }

  /** The next word, up to one of these characters; they count for nothing inside quotes. */
  String next(String ends) {
    skipSpace();
    StringBuilder word = new StringBuilder();
    char quote = at < text.length() ? text.charAt(at) : ' ';
    if (quote == '\'' || quote == '"') {
      at++;
      while (at < text.length() && text.charAt(at) != quote) {
        if (text.charAt(at) == '\\' && at + 1 < text.length()) {
          at++;
        }
        word.append(text.charAt(at++));
      }
      at++;
      while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
        at++; // whatever follows the closing quote
      }
      return word.toString();
    }
    while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
      word.append(text.charAt(at++));
    }
    return word.toString().strip();
  }

  void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  boolean skip(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  /** Whether nothing but blanks is left. */
  boolean atEnd() {
    skipSpace();
    return at >= text.length();
  }

  /** What has not been read. */
  String rest() {
    return at >= text.length() ? "" : text.substring(at);
  }
}
