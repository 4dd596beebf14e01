package org.keraunos.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.keraunos.applications.Applications;
import org.keraunos.layers.Layers;
import org.keraunos.layers.Network;

class NearestTest {
  @Test
  void fewNamesAreAllListed() {
    assertThat(Nearest.oneOf(List.of("a", "b"), "x")).isEqualTo("one of a, b");
  }

  @Test
  void ofManyThoseThatLookAlikeAreListed() {
    List<String> many =
        IntStream.range(0, 50).mapToObj(i -> "block_" + i + "_conv").toList();
    assertThat(Nearest.oneOf(many, "block_7_Conv"))
        .startsWith("one of the 50 that are known, the nearest block_7_conv, ");
    assertThat(Nearest.oneOf(many, "z")).isEqualTo("one of the 50 that are known");
    assertThat(Nearest.oneOf(many, "")).isEqualTo("one of the 50 that are known");
  }

  @Test
  void messagesAboutLayersStayALine() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Layers.registry().kind("mine>Foo"))
        .withMessageMatching("layer class: expected one of the \\d+ that are known"
            + " \\(Layers.register adds one\\), received mine>Foo");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Layers.registry().kind("GlobalAveragePooling4D"))
        .withMessageContaining("the nearest GlobalAveragePooling1D, GlobalAveragePooling2D");
    Network network =
        Applications.mobileNetV2().inputShape(32, 32, 3).includeTop(false).network();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network.layer("block_13_expanded"))
        .withMessageContaining("that are known, the nearest block_13_expand, ")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
  }
}
