package org.keraunos.data.readers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.DataException;

/**
 * The text of a file and how its encoding is known: by its byte order mark, by the user, or because
 * it is UTF-8. Anything else is asked for: a guess would be right often and wrong in silence.
 *
 * @param text without a byte order mark
 * @param encoding the encoding and how it is known
 */
record TextFile(String text, String encoding) {
  /** Those that texts of tables are found in, for the question. */
  private static final List<String> OTHERS = List.of(
      "windows-1252",
      "ISO-8859-15",
      "windows-1250",
      "windows-1251",
      "Shift_JIS",
      "GB18030",
      "Big5",
      "EUC-KR");

  private static final int MOST_SHOWN = 4;

  static TextFile read(Path file, ReadOptions options) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException | OutOfMemoryError e) {
      throw new DataException(file, "cannot be read: " + Folders.why(e), e);
    }
    Charset marked = mark(bytes);
    Charset said = options.encoding();
    Charset charset = said != null ? said : marked != null ? marked : StandardCharsets.UTF_8;
    if (said != null && marked != null && !agree(said, marked)) {
      throw new DataException(
          file, "begins with the byte order mark of " + marked + ", --encoding says " + said);
    }
    String text;
    try {
      text = strict(charset, ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException e) {
      throw wrong(file, bytes, charset);
    } catch (OutOfMemoryError e) {
      throw new DataException(file, "cannot be read: " + Folders.why(e), e);
    }
    if (said == null && marked == null && text.indexOf('\0') >= 0) {
      throw new DataException(
          file,
          line(bytes, text.indexOf('\0')),
          "holds NUL, which no text does: is it UTF-16 without a mark? "
              + Doubt.option("--encoding", "UTF-16LE", "encoding"));
    }
    return new TextFile(text.startsWith("\uFEFF") ? text.substring(1) : text, how(said, marked));
  }

  private static String how(@Nullable Charset said, @Nullable Charset marked) {
    if (said != null) {
      return said + " (--encoding)";
    }
    return marked == null ? "UTF-8" : marked + " by its byte order mark";
  }

  /** UTF-16 takes the order of the mark, so that both its orders agree with it. */
  private static boolean agree(Charset said, Charset marked) {
    return said.equals(marked)
        || (said.equals(StandardCharsets.UTF_16) && !marked.equals(StandardCharsets.UTF_8));
  }

  private static @Nullable Charset mark(byte[] bytes) {
    if (starts(bytes, 0xEF, 0xBB, 0xBF)) {
      return StandardCharsets.UTF_8;
    }
    if (starts(bytes, 0xFF, 0xFE, 0, 0)) {
      return Charset.forName("UTF-32LE");
    }
    if (starts(bytes, 0xFF, 0xFE)) {
      return StandardCharsets.UTF_16LE;
    }
    return starts(bytes, 0xFE, 0xFF) ? StandardCharsets.UTF_16BE : null;
  }

  private static boolean starts(byte[] bytes, int... with) {
    for (int i = 0; i < with.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xFF) != with[i]) {
        return false;
      }
    }
    return true;
  }

  private static CharsetDecoder decoder(Charset charset) {
    return charset
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  private static String strict(Charset charset, ByteBuffer bytes) throws CharacterCodingException {
    return decoder(charset).decode(bytes).toString();
  }

  private static DataException wrong(Path file, byte[] bytes, Charset charset) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharsetDecoder decoder = decoder(charset);
    CharBuffer out = CharBuffer.allocate(1 << 12);
    CoderResult result = decoder.decode(in, out, true);
    while (result.isOverflow()) {
      out.clear();
      result = decoder.decode(in, out, true);
    }
    int at = in.position();
    StringBuilder hex = new StringBuilder();
    for (int i = at; i < Math.min(bytes.length, at + 3); i++) {
      hex.append(String.format(" %02X", bytes[i] & 0xFF));
    }
    String readings = readings(bytes, at);
    return new DataException(
        file,
        line(bytes, at),
        "the bytes" + hex + " are no " + charset + "; say the encoding, --encoding NAME "
            + "(ReadOptions.encoding)" + (readings.isEmpty() ? "" : ": " + readings));
  }

  private static String line(byte[] bytes, int end) {
    int line = 1;
    for (int i = 0; i < Math.min(end, bytes.length); i++) {
      line += bytes[i] == '\n' ? 1 : 0;
    }
    return "line " + line;
  }

  /**
   * What the word around a byte is in other encodings, so that somebody sees which is the right
   * one.
   */
  private static String readings(byte[] bytes, int at) {
    int from = at;
    int to = at;
    while (from > 0 && isWord(bytes[from - 1]) && at - from < 20) {
      from--;
    }
    while (to < bytes.length && isWord(bytes[to]) && to - at < 20) {
      to++;
    }
    List<String> readings = new ArrayList<>();
    for (String name : OTHERS) {
      if (Charset.isSupported(name) && readings.size() < MOST_SHOWN) {
        try {
          Charset charset = Charset.forName(name);
          if (strict(charset, ByteBuffer.wrap(bytes)).chars().noneMatch(c -> c > 126 && c < 160)) {
            String word = strict(charset, ByteBuffer.wrap(bytes, from, to - from));
            readings.add(name + " reads '" + word + "'");
          }
        } catch (CharacterCodingException ignored) {
          // Not in this encoding.
        }
      }
    }
    return String.join(", ", readings);
  }

  private static boolean isWord(byte b) {
    return b < 0 || Character.isLetterOrDigit(b) || b == ' ' || b == '_' || b == '-';
  }
}
