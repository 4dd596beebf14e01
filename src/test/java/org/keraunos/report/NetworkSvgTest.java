package org.keraunos.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.keraunos.layers.Layers.add;
import static org.keraunos.layers.Layers.batchNormalization;
import static org.keraunos.layers.Layers.dense;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keraunos.base.DataException;
import org.keraunos.layers.Input;
import org.keraunos.layers.Network;
import org.keraunos.layers.SymbolicTensor;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class NetworkSvgTest {
  private static Network residual() {
    SymbolicTensor in = Input.of(8);
    SymbolicTensor first = dense(8).name("first").apply(in);
    SymbolicTensor second = dense(8).name("second").apply(first);
    SymbolicTensor sum = add().name("sum").apply(in, second);
    return Network.of(List.of(in), List.of(dense(3).name("labels").apply(sum)));
  }

  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> texts(Document document) {
    List<String> texts = new ArrayList<>();
    NodeList nodes = document.getElementsByTagName("text");
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent());
    }
    return texts;
  }

  @Test
  void everyCallIsABoxAndEveryInputAnArrow() throws Exception {
    Document document = parsed(NetworkSvg.of(residual()));
    assertThat(texts(document))
        .containsExactly(
            "input_layer",
            "InputLayer, 8",
            "first",
            "Dense, 8",
            "second",
            "Dense, 8",
            "sum",
            "Add, 8",
            "labels",
            "Dense, 3");
    // Five arrows of a curve and a head each.
    assertThat(document.getElementsByTagName("path").getLength()).isEqualTo(10);
  }

  @Test
  void boxesDoNotOverlapAndStandInsideTheDrawing() throws Exception {
    SymbolicTensor in = Input.of(4);
    List<SymbolicTensor> branches = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      branches.add(dense(4).apply(in));
    }
    SymbolicTensor sum = add().apply(branches.toArray(SymbolicTensor[]::new));
    Document document = parsed(NetworkSvg.of(Network.of(List.of(in), List.of(sum))));
    Element root = document.getDocumentElement();
    double width = Double.parseDouble(root.getAttribute("width"));
    double height = Double.parseDouble(root.getAttribute("height"));
    List<double[]> boxes = new ArrayList<>();
    NodeList groups = document.getElementsByTagName("g");
    for (int i = 0; i < groups.getLength(); i++) {
      Element box =
          (Element) ((Element) groups.item(i)).getElementsByTagName("rect").item(0);
      double x = Double.parseDouble(box.getAttribute("x"));
      double y = Double.parseDouble(box.getAttribute("y"));
      double right = x + Double.parseDouble(box.getAttribute("width"));
      double bottom = y + Double.parseDouble(box.getAttribute("height"));
      assertThat(x).isPositive();
      assertThat(y).isPositive();
      assertThat(right).isLessThan(width);
      assertThat(bottom).isLessThan(height);
      for (double[] other : boxes) {
        assertThat(right < other[0] || other[2] < x || bottom < other[1] || other[3] < y)
            .isTrue();
      }
      boxes.add(new double[] {x, y, right, bottom});
    }
    assertThat(boxes).hasSize(9);
  }

  @Test
  void longNamesAreCutAndStandWholeInTheTooltip() throws Exception {
    String name = "a_layer_with_a_name_that_fits_no_box_however_small_the_letters_are";
    SymbolicTensor in = Input.of(4);
    Network network = Network.of(List.of(in), List.of(dense(1).name(name).apply(in)));
    Document document = parsed(NetworkSvg.of(network));
    assertThat(texts(document).get(2)).hasSizeLessThan(31).endsWith("…");
    assertThat(document.getElementsByTagName("title").item(2).getTextContent())
        .isEqualTo(name + ": Dense, 1");
  }

  @Test
  void kindsAndShapesOfUsualNetworksAreNotCut() throws Exception {
    SymbolicTensor in = Input.of(112, 112, 144);
    Network network = Network.of(List.of(in), List.of(batchNormalization().apply(in)));
    assertThat(texts(parsed(NetworkSvg.of(network))))
        .contains("BatchNormalization, 112 × 112 × 144");
  }

  @Test
  void aFileIsWrittenOrItIsSaidWhyNot(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("deep/graph.svg");
    NetworkSvg.write(residual(), file);
    assertThat(Files.readString(file)).isEqualTo(NetworkSvg.of(residual()));
    assertThatThrownBy(() -> NetworkSvg.write(residual(), file.resolve("below.svg")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("graph.svg");
  }
}
