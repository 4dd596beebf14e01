package org.keraunos.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlTest {
  @Test
  void escapesWhatHtmlTakesForMarkup() {
    assertThat(Html.escape("<a href=\"x\">'&'</a> ä ☃ 😀"))
        .isEqualTo("&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt; ä ☃ 😀");
  }

  @ParameterizedTest
  @CsvSource({"1, 64", "0.5, 32", "0.01, 1", "2, 64"})
  void aBarIsAsWideAsItsShare(double share, int width) throws IOException {
    String bar = Html.bar(share);
    String data = bar.substring(bar.indexOf("base64,") + 7, bar.indexOf("\" alt=\"\""));
    BufferedImage picture =
        ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(data)));
    assertThat(picture.getWidth()).isEqualTo(width);
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "NaN", "0.001"})
  void nothingHasNoBar(double share) {
    assertThat(Html.bar(share)).isEmpty();
  }

  @Test
  void countsAreWholeUnlessRowsHaveWeights() {
    assertThat(Html.count(1234567L)).isEqualTo("1,234,567");
    assertThat(Html.count(2.5)).isEqualTo("2.50");
    assertThat(Html.figure(Double.NaN)).isEqualTo("–");
  }
}
