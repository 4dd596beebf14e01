package org.keraunos.data.npy;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands before the numbers of a {@code .npy} file: a Python dictionary of type, order and
 * shape.
 */
record NpyHeader(NpyType type, ByteOrder order, boolean fortran, List<Long> shape) {
  /** A header that is not as the format has it; the reader adds the file. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  /** The number of elements; more than an int holds is refused. */
  int size() throws Malformed {
    long size = 1;
    for (long axis : shape) {
      if (axis > Integer.MAX_VALUE) {
        throw new Malformed(tooMany());
      }
    }
    if (shape.contains(0L)) {
      return 0;
    }
    for (long axis : shape) {
      size *= axis;
      // Java's largest array is some words short of 2^31 elements.
      if (size > Integer.MAX_VALUE - 8) {
        throw new Malformed(tooMany());
      }
    }
    return (int) size;
  }

  int[] axes() {
    return shape.stream().mapToInt(Math::toIntExact).toArray();
  }

  private String tooMany() {
    return "expected fewer than 2^31 elements, received shape " + shape;
  }

  /** A header of any type, as it is written. */
  record Raw(String descr, boolean fortran, List<Long> shape) {
    /** The length of each text where the elements are texts; 0 if they are not. */
    int textLength() {
      boolean texts = descr.matches("[<>|=]?[US][0-9]{1,6}");
      return texts ? Integer.parseInt(descr.replaceAll("[^0-9]", "")) : 0;
    }

    boolean isUnicode() {
      return descr.contains("U");
    }

    ByteOrder order() {
      return descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    String tuple() {
      String inner = shape.toString();
      return "(" + inner.substring(1, inner.length() - 1) + (shape.size() == 1 ? ",)" : ")");
    }
  }

  static NpyHeader parse(String text) throws Malformed {
    Raw raw = raw(text);
    return Parser.of(raw.descr(), raw.fortran(), raw.shape());
  }

  static Raw raw(String text) throws Malformed {
    return new Parser(text).header();
  }

  /**
   * The header of a little-endian file in C order, format 1.0, padded to a multiple of 64 bytes as
   * NumPy does.
   */
  static byte[] bytes(NpyType type, int[] shape) {
    StringBuilder axes = new StringBuilder();
    for (int axis : shape) {
      axes.append(axis).append(", ");
    }
    if (shape.length == 1) {
      axes.setLength(axes.length() - 1);
    } else if (shape.length > 1) {
      axes.setLength(axes.length() - 2);
    }
    String text =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(type.descr(), axes);
    int length = (10 + text.length() + 1 + 63) / 64 * 64 - 10;
    byte[] dictionary =
        (text + " ".repeat(length - text.length() - 1) + "\n").getBytes(StandardCharsets.US_ASCII);
    byte[] result = new byte[10 + length];
    byte[] magic = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) length, (byte) (length >> 8)
    };
    System.arraycopy(magic, 0, result, 0, 10);
    System.arraycopy(dictionary, 0, result, 10, length);
    return result;
  }

  /** A reader of the few Python literals that the format needs. */
  static final class Parser {
    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    Raw header() throws Malformed {
      String descr = null;
      Boolean fortran = null;
      List<Long> shape = null;
      expect('{');
      while (!next('}')) {
        String key = string();
        expect(':');
        switch (key) {
          case "descr" -> descr = descr();
          case "fortran_order" -> fortran = bool();
          case "shape" -> shape = tuple();
          default -> throw new Malformed("unknown header key '" + key + "'");
        }
        if (!next(',')) {
          expect('}');
          break;
        }
      }
      skipSpace();
      if (at != text.length()) {
        throw malformed("the end of the header");
      }
      if (descr == null || fortran == null || shape == null) {
        throw new Malformed(
            "expected a header with descr, fortran_order and shape, received " + shown());
      }
      return new Raw(descr, fortran, shape);
    }

    static NpyHeader of(String descr, boolean fortran, List<Long> shape) throws Malformed {
      char first = descr.isEmpty() ? ' ' : descr.charAt(0);
      boolean marked = first == '<' || first == '>' || first == '|' || first == '=';
      String code = marked ? descr.substring(1) : descr;
      NpyType type = NpyType.ofCode(code.equals("?") ? "b1" : code);
      if (type == null) {
        throw new Malformed(refusal(descr, code));
      }
      ByteOrder order = first == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
      return new NpyHeader(type, order, fortran, shape);
    }

    private static String refusal(String descr, String code) {
      char kind = code.isEmpty() ? ' ' : code.charAt(0);
      String what = switch (kind) {
        case 'O' -> "Python objects (pickled; loading them could run code)";
        case 'c' -> "complex numbers";
        case 'S', 'a' -> "byte strings";
        case 'U' -> "strings";
        case 'M' -> "dates";
        case 'm' -> "time differences";
        case 'V' -> "raw or structured records";
        case 'f' -> "long doubles, which differ between machines";
        default -> "an unknown type";
      };
      return "expected booleans, integers or floating-point numbers, received " + what + " (dtype '"
          + descr + "')";
    }

    private String descr() throws Malformed {
      skipSpace();
      if (at < text.length() && text.charAt(at) == '[') {
        throw new Malformed(
            "expected booleans, integers or floating-point numbers, received a structured dtype with"
                + " named fields");
      }
      return string();
    }

    private String string() throws Malformed {
      skipSpace();
      char quote = at < text.length() ? text.charAt(at) : ' ';
      int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
      if (end < 0) {
        throw malformed("a quoted text");
      }
      String value = text.substring(at + 1, end);
      at = end + 1;
      return value;
    }

    private boolean bool() throws Malformed {
      skipSpace();
      for (String word : List.of("True", "False")) {
        if (text.startsWith(word, at)) {
          at += word.length();
          return word.equals("True");
        }
      }
      throw malformed("True or False");
    }

    private List<Long> tuple() throws Malformed {
      List<Long> values = new ArrayList<>();
      expect('(');
      while (!next(')')) {
        if (values.size() == 64) {
          throw new Malformed("expected at most 64 axes");
        }
        values.add(number());
        if (!next(',')) {
          expect(')');
          break;
        }
      }
      return List.copyOf(values);
    }

    private long number() throws Malformed {
      skipSpace();
      int start = at;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        at++;
      }
      if (start == at || at - start > 18) {
        at = start;
        throw malformed("an axis length");
      }
      long value = Long.parseLong(text.substring(start, at));
      if (at < text.length() && text.charAt(at) == 'L') {
        at++; // Python 2 wrote 3L
      }
      return value;
    }

    private void skipSpace() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }

    private boolean next(char c) {
      skipSpace();
      if (at < text.length() && text.charAt(at) == c) {
        at++;
        return true;
      }
      return false;
    }

    private void expect(char c) throws Malformed {
      if (!next(c)) {
        throw malformed("'" + c + "'");
      }
    }

    private Malformed malformed(String expected) {
      return new Malformed(
          "expected " + expected + " at character " + at + " of the header " + shown());
    }

    private String shown() {
      String head = text.length() > 80 ? text.substring(0, 80) + "..." : text;
      StringBuilder safe = new StringBuilder();
      head.chars().forEach(c -> safe.append(c < 32 || c > 126 ? '.' : (char) c));
      return safe.toString().strip();
    }
  }

  /** The text of a header, or null if the bytes are not of the version's character set. */
  static @Nullable String text(byte[] bytes, int major) {
    String text =
        new String(bytes, major >= 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    return text.indexOf('\0') >= 0 ? null : text;
  }
}
