package org.keraunos.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTest {
  @Test
  void aNameStaysOnItsLine() {
    assertThat(Text.line("a\nb\r\tc\u0007\u2028ä")).isEqualTo("a\\nb\\r\\tc\\u0007\\u2028ä");
    String plain = "Löwe 😀";
    assertThat(Text.line(plain)).isSameAs(plain);
  }
}
