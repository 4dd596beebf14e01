package org.keraunos.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keraunos.data.Dataset;
import org.keraunos.data.Scaling;

class RowPicturesTest {
  private static int first(float... pixels) {
    BufferedImage picture = RowPictures.picture(Dataset.of(pixels, 2, 2, 1), 0);
    return picture.getRGB(0, 0) & 0xFFFFFF;
  }

  @Test
  void floatsFromNoughtToOneAreShades() {
    assertThat(first(0.5f, 0, 0, 0.75f)).isEqualTo(0x808080);
  }

  @Test
  void floatsUpTo255AreShadesToo() {
    assertThat(first(128, 0, 0, 200)).isEqualTo(0x808080);
  }

  @Test
  void otherFloatsAreStretchedOverTheirRange() {
    assertThat(first(-3, 0, 0, 3)).isEqualTo(0x000000);
    assertThat(first(3, -3, 0, 0)).isEqualTo(0xFFFFFF);
    assertThat(first(-7, -7, -7, -7)).isEqualTo(0x000000);
  }

  @Test
  void scalingIsApplied() {
    Dataset data =
        Dataset.of(new float[] {1000, 0, 0, 0}, 2, 2, 1).withScaling(new Scaling(2000, 0));
    assertThat(RowPictures.picture(data, 0).getRGB(0, 0) & 0xFFFFFF).isEqualTo(0x808080);
  }

  @ParameterizedTest
  @CsvSource({"2, 2, 1, true", "2, 2, 3, true", "2, 2, 4, true", "2, 2, 2, false", "1, 4, 3, false"
  })
  void picturesHaveOneThreeOrFourChannels(int height, int width, int channels, boolean are) {
    Dataset data = Dataset.of(new float[height * width * channels], height, width, channels);
    assertThat(RowPictures.arePictures(data)).isEqualTo(are);
    assertThat(RowPictures.arePictures(Dataset.of(new float[4], 4))).isFalse();
  }
}
