package org.keraunos.data.readers;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Lists of tags as programs write them into a cell: Python's and JSON's ({@code ['a', 'b']},
 * {@code ["a"]}, {@code [0, 1]}, {@code []}), sets and tuples, and Label Studio's
 * {@code {"choices": [...]}}.
 */
final class TagList {
  private final String text;
  private int at;

  private TagList(String text) {
    this.text = text;
  }

  /** Whether a cell has the brackets of a list. */
  static boolean isOne(String cell) {
    String stripped = cell.strip();
    if (stripped.length() < 2) {
      return false;
    }
    if (stripped.equals("set()")) {
      return true;
    }
    char first = stripped.charAt(0);
    char last = stripped.charAt(stripped.length() - 1);
    boolean quotes = stripped.contains("'") || stripped.contains("\"") || stripped.length() == 2;
    return (first == '[' && last == ']')
        || (first == '{' && last == '}')
        || (first == '(' && last == ')' && quotes);
  }

  /** The tags of a list; null if it is none that is known here. */
  static @Nullable List<String> parse(String cell) {
    String stripped = cell.strip();
    if (stripped.equals("set()")) {
      return List.of();
    }
    if (stripped.startsWith("{") && stripped.contains(":")) {
      return choices(stripped);
    }
    return new TagList(stripped.substring(1, stripped.length() - 1)).items();
  }

  private static @Nullable List<String> choices(String text) {
    try {
      JsonNode choices = Json.tree(text).get("choices");
      if (choices != null && choices.isString()) {
        return List.of(choices.stringValue());
      }
      if (choices == null || !choices.isArray()) {
        return null;
      }
      List<String> tags = new ArrayList<>();
      for (JsonNode choice : choices) {
        if (choice.isContainer() || choice.isNull()) {
          return null;
        }
        tags.add(choice.asString());
      }
      return tags;
    } catch (JacksonException e) {
      return null;
    }
  }

  private @Nullable List<String> items() {
    List<String> items = new ArrayList<>();
    skipBlanks();
    while (at < text.length()) {
      String item = item();
      if (item == null) {
        return null;
      }
      if (!item.isEmpty()) {
        items.add(item);
      }
      skipBlanks();
      // NumPy prints its arrays with blanks between the elements
      if (at < text.length() && text.charAt(at) == ',') {
        at++;
        skipBlanks();
      }
    }
    return items;
  }

  private @Nullable String item() {
    char quote = text.charAt(at);
    if (quote != '\'' && quote != '"') {
      return bare();
    }
    StringBuilder item = new StringBuilder();
    for (at++; at < text.length() && text.charAt(at) != quote; at++) {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      item.append(text.charAt(at));
    }
    if (at >= text.length()) {
      return null;
    }
    at++;
    return item.toString().strip();
  }

  private @Nullable String bare() {
    int start = at;
    while (at < text.length() && text.charAt(at) != ',') {
      at++;
    }
    String item = text.substring(start, at).strip();
    return item.matches(".*[\\[\\]{}'\"].*") ? null : item;
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }
}
