package org.keraunos.base;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JSON parser complains of, in words for whoever wrote the file: without the parser's
 * classes and switches.
 */
public final class JsonMessage {
  private static final Pattern TOKEN =
      Pattern.compile("(?:Non-standard|Unrecognized) token '(.*?)'.*");
  private static final Pattern DEPTH =
      Pattern.compile(".*nesting depth \\(\\d+\\) exceeds.*\\((\\d+).*");
  private static final Pattern TWICE = Pattern.compile(
      "Duplicate (?:Object property \"(.*?)\"|(?:field|property) [\"'](.*?)[\"']).*");
  private static final Pattern SWITCHES = Pattern.compile(
      " ?\\((?:start marker at|from|for) [\\[`].*| ?\\([^()]*Feature '.*| ?\\[Source:.*|[:;,]? [^:;,`]*`[A-Z]\\w+[.`].*");

  private JsonMessage() {}

  /**
   * The parser's message in other words.
   *
   * @param said what Jackson says
   * @return one line
   */
  public static String of(String said) {
    String line = said.lines().findFirst().orElse("");
    if (line.startsWith("No content")) {
      return "nothing";
    }
    if (line.startsWith("Unexpected end-of-input")) {
      return "a text that ends too early";
    }
    Matcher token = TOKEN.matcher(line);
    if (token.matches()) {
      return "'" + token.group(1) + "', which JSON does not know";
    }
    Matcher depth = DEPTH.matcher(line);
    if (depth.matches()) {
      return "lists or objects nested more than " + depth.group(1) + " deep";
    }
    Matcher twice = TWICE.matcher(line);
    if (twice.matches()) {
      return "the key \"" + (twice.group(1) == null ? twice.group(2) : twice.group(1)) + "\" twice";
    }
    return SWITCHES.matcher(line).replaceFirst("").strip();
  }
}
