package org.keraunos.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** What the real parser says of broken texts, in a user's words. */
class JsonMessageTest {
  private static final ObjectReader PLAIN = new JsonMapper().reader();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\": NaN}     | 'NaN', which JSON does not know",
        "{\"a\": Infinity}| 'Infinity', which JSON does not know",
        "PK               | 'PK', which JSON does not know",
        "{\"a\": 1        | a text that ends too early",
        "[1, 2            | a text that ends too early",
        "{\"a\": \"b      | a text that ends too early",
      })
  void aBrokenText(String text, String expected) {
    assertThat(said(PLAIN, text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\": 01}",
        "{\"a\": .5}",
        "{\"a\": 'x'}",
        "{a: 1}",
        "[1 2]",
        "[1, 2,]",
        "{\"a\": \"x\\qy\"}",
        "{\"a\": 1}} ",
        "// no",
        "{\"a\": +1}",
      })
  void anyOtherIsToldWithoutTheParsersNames(String text) {
    assertThat(said(PLAIN.with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS), text))
        .isNotBlank()
        .doesNotContain("Feature", "REDACTED", "Source:", "Constraints", "`");
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void aKeyTwice(boolean whileReading) {
    ObjectReader reader = whileReading
        ? JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build()
            .reader()
        : PLAIN.with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
    assertThat(said(reader, "{\"cat\": 1, \"cat\": 0}")).isEqualTo("the key \"cat\" twice");
  }

  @ParameterizedTest
  @CsvSource("501")
  void nestedTooDeep(int depth) {
    assertThat(said(PLAIN, "[".repeat(depth)))
        .isEqualTo("lists or objects nested more than 500 deep");
  }

  private static String said(ObjectReader reader, String text) {
    JacksonException problem =
        catchThrowableOfType(JacksonException.class, () -> reader.readTree(text));
    assertThat(problem).as(text).isNotNull();
    return JsonMessage.of(problem.getOriginalMessage());
  }
}
