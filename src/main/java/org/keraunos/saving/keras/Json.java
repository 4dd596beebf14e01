package org.keraunos.saving.keras;

import java.nio.file.Path;
import java.util.Map;
import org.keraunos.base.DataException;
import org.keraunos.base.JsonMessage;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** JSON as Python writes and reads it: numbers may be {@code NaN} and {@code Infinity}. */
final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder()
      .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
      .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
      .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
      .build();

  private Json() {}

  /**
   * Reads an object.
   *
   * @throws DataException if there is none
   */
  static Map<String, Object> read(Path file, String entry, byte[] json) {
    try {
      Map<String, Object> read =
          MAPPER.readValue(json, new TypeReference<Map<String, Object>>() {});
      if (read != null) {
        return read;
      }
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      String where = at == null ? "" : ", line " + at.getLineNr() + ", column " + at.getColumnNr();
      throw new DataException(
          file,
          entry + where,
          "expected an object in JSON, received " + JsonMessage.of(e.getOriginalMessage()),
          e);
    }
    throw new DataException(file, entry, "expected an object in JSON, received null");
  }

  static byte[] write(Map<String, ?> value) {
    return MAPPER.writeValueAsBytes(value);
  }
}
