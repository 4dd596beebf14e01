package org.keraunos.data.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checksums are those of two independent programs, one in Python and one in Java. */
class DigitScenesTest {
  private static final DigitScenes TRAIN = DigitScenes.train(10_000, 42);
  private static final DigitScenes TEST = DigitScenes.test(2_000, 42);

  @Test
  void theScansAreThePublishedOnes() throws IOException {
    try (InputStream in = DigitScenes.class.getResourceAsStream("optdigits.csv.gz")) {
      assertThat(in).isNotNull();
      byte[] csv = new GZIPInputStream(in).readAllBytes();
      assertThat(sha(csv))
          .isEqualTo("de6af880b19637d25fb89eba4674b4f910e162497e69d5a18421e1b73cfc5a68");
    }
    assertThat(Arrays.stream(DigitPool.get().part(true)).mapToInt(p -> p.length))
        .containsExactly(143, 146, 142, 147, 145, 146, 145, 144, 140, 144);
    assertThat(Arrays.stream(DigitPool.get().part(false)).mapToInt(p -> p.length))
        .containsExactly(35, 36, 35, 36, 36, 36, 36, 35, 34, 36);
  }

  @Test
  void theDrawsAreThoseOfSplittableRandom() {
    SplittableRandom random = new SplittableRandom(42);
    assertThat(Draws.at(42, 0)).isEqualTo(random.nextLong()).isEqualTo(0xbdd732262feb6e95L);
    assertThat(Draws.at(42, 1)).isEqualTo(random.nextLong()).isEqualTo(0x28efe333b266f103L);
    assertThat(Draws.at(0xbdd732262feb6e95L, 0)).isEqualTo(0x57e1faba65107204L);
  }

  @Test
  void sceneZeroDrawsAsTheTraceSays() {
    Draws draws = new Draws(0x57e1faba65107204L);
    int[] bounds = {100, 100, 100, 92, 58, 20, 4, 3, 2, 96, 96, 96, 113, 113, 113, 4, 3, 8, 5, 4};
    int[] drawn = {38, 92, 8, 55, 28, 3, 0, 0, 1, 39, 71, 20, 97, 86, 61, 2, 1, 0, 2, 3};
    for (int i = 0; i < bounds.length; i++) {
      assertThat(draws.below(bounds[i])).as("draw %s", i).isEqualTo(drawn[i]);
    }
    int[] grain = new int[1024];
    Arrays.setAll(grain, i -> draws.below(17));
    assertThat(grain).startsWith(15, 6, 4, 9, 8, 13);
    assertThat(Arrays.stream(grain).sum()).isEqualTo(8132);
    assertThat(draws.below(4)).isEqualTo(3);
    int[] stroke = {145, 110, 51, 27, 30, 14, 23, 23, 7, 1};
    int[] strokeBounds = {176, 176, 176, 32, 32, 25, 25, 25, 25, 2};
    for (int i = 0; i < stroke.length; i++) {
      assertThat(draws.below(strokeBounds[i])).as("stroke draw %s", i).isEqualTo(stroke[i]);
    }
    for (int i = 0; i < 20; i++) {
      draws.below(1); // the other two strokes
    }
    int[] digit = {19, 2, 1, 6, 26, 104, 16, 0, 133};
    int[] digitBounds = {142, 4, 7, 7, 160, 160, 160, 3, 257};
    for (int i = 0; i < digit.length; i++) {
      assertThat(draws.below(digitBounds[i])).as("digit draw %s", i).isEqualTo(digit[i]);
    }
  }

  @Test
  void sceneZeroHasThePixelsOfTheTrace() {
    byte[] scene = Arrays.copyOf(TRAIN.images(), 3072);
    assertThat(scene).startsWith(42, 74, 23, 34, 65, 14, 32, 64, 12).endsWith(75, 96, 20);
    int middle = 3 * (16 * 32 + 16);
    assertThat(Arrays.copyOfRange(scene, middle, middle + 3)).containsExactly(85, 102, 33);
    int sum = 0;
    for (byte b : scene) {
      sum += b & 255;
    }
    assertThat(sum).isEqualTo(299_125);
  }

  @ParameterizedTest
  @CsvSource({
    "true, 0, 1ec85dd6c7e0e3e9708468a35cb6a4ae8aded225481ad7029e213fe9a2540757, 1 2 3 5",
    "true, 1, 1f5ebb1eb0c667c332b473ff186ff15d3bc38eeebd1e793d48ad0fe8688047e8, 1 4 8",
    "true, 2, c285b192b09f7886d301517805fc0c5f15b0b14f312a5bbb0a626f786c665501, 1 7 8",
    "false, 0, 13544bf9da8c80ded4155fbf7b483779c87453bc92464b5bd2c6d9e00cc572cb, 5",
    "false, 1, bb6b11d6d09961e1d384da12223e894c489c5e061c274136b2816c4247a5662d, 6 8",
    "false, 2, 5fd6451eda184baa34d8c97ab45d86da8797152ef09ede6a51beda9d298acb70, 1 2 7"
  })
  void singleScenesOfSeed42(boolean training, int scene, String sha, String labels) {
    DigitScenes scenes = training ? TRAIN : TEST;
    assertThat(sha(Arrays.copyOfRange(scenes.images(), scene * 3072, (scene + 1) * 3072)))
        .isEqualTo(sha);
    List<String> named = new ArrayList<>();
    for (int d = 0; d < 10; d++) {
      if (scenes.labelMatrix().get(scene, d) == 1) {
        named.add(DigitScenes.LABEL_NAMES.get(d));
      }
    }
    assertThat(String.join(" ", named)).isEqualTo(labels);
  }

  @Test
  void allScenesOfSeed42() {
    assertThat(sha(TRAIN.images()))
        .isEqualTo("6f07fa1c382c3c9ff6ebcb0550f8f4b6978789f6e0753064649d44ebc26de0de");
    assertThat(sha(TRAIN.labels()))
        .isEqualTo("b70a2b41721b2355e75b8802223ddd67236a48da65b5f60dcb7a999a86db687d");
    assertThat(sha(TEST.images()))
        .isEqualTo("1316abd9234c2ce8982b12b40c0e01c4a857515529336666aec7c01069a08708");
    assertThat(sha(TEST.labels()))
        .isEqualTo("4eced8e8a607f055e59757ef97f0c91dc1cf1aed88b956b2498cf9e5326fbe79");
  }

  @ParameterizedTest
  @CsvSource({
    "7, edcfbdd12725451469d84196da5b92c0b2ea8548e8bfb2ff894fa73cdd307660",
    "-5, eb06c07b2fbaa13cde118a3e9b0c08408deb5ae81d02897e24268ff8fd8808d4"
  })
  void trainingScenesOfOtherSeeds(long seed, String sha) {
    assertThat(sha(DigitScenes.train(10_000, seed).images())).isEqualTo(sha);
  }

  @Test
  void theFirstScenesAreTheSameWhateverTheirNumber() {
    DigitScenes few = DigitScenes.train(130, 42);
    assertThat(few.size()).isEqualTo(130);
    assertThat(few.images()).isEqualTo(Arrays.copyOf(TRAIN.images(), 130 * 3072));
    assertThat(few.labels()).isEqualTo(Arrays.copyOf(TRAIN.labels(), 130 * 10));
  }

  @Test
  void refusesNoScenesAndMoreThanFit() {
    assertThatThrownBy(() -> DigitScenes.train(0, 42))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("n: expected 1 to 699050 scenes, received 0");
    assertThatThrownBy(() -> DigitScenes.test(699_051, 42))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String sha(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
