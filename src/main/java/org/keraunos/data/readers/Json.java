package org.keraunos.data.readers;

import java.nio.file.Path;
import org.keraunos.base.DataException;
import org.keraunos.base.JsonMessage;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Jackson with this project's errors. */
final class Json {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final ObjectReader WITHOUT_REPEATED_KEYS =
      MAPPER.reader().with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
  private static final ObjectReader ONE_OF_SEVERAL =
      MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Json() {}

  /** A value; one that has a key twice is none, for nobody knows which of the two is meant. */
  static JsonNode tree(String text) {
    return WITHOUT_REPEATED_KEYS.readTree(text);
  }

  /** The value that a parser stands on. */
  static JsonNode tree(JsonParser parser) {
    return ONE_OF_SEVERAL.readTree(parser);
  }

  static JsonParser parser(Path file) {
    try {
      return MAPPER.createParser(file);
    } catch (JacksonException e) {
      throw problem(file, e);
    }
  }

  /** The place and the first line of what Jackson says. */
  static DataException problem(Path file, JacksonException e) {
    return problem(file, e, "JSON");
  }

  static DataException problem(Path file, JacksonException e, String language) {
    return e.getLocation() == null || e.getLocation().getLineNr() < 1
        ? new DataException(file, "is no " + language + ": " + said(e))
        : new DataException(
            file,
            "line " + e.getLocation().getLineNr() + ", column "
                + e.getLocation().getColumnNr(),
            "is no " + language + ": " + said(e));
  }

  static String said(JacksonException e) {
    String message = e.getOriginalMessage();
    return message == null ? e.getClass().getSimpleName() : JsonMessage.of(message);
  }
}
