package org.keraunos.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * Takes HTML apart: a piece that is not escaped, or a tag that is not closed, makes it no XML any
 * more.
 */
final class Fragments {
  private static final Pattern VOID = Pattern.compile("<(img|br)([^>]*)>");

  private Fragments() {}

  static Document parse(String html) {
    String xml = "<div>" + VOID.matcher(html).replaceAll("<$1$2/>") + "</div>";
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(xml)));
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new AssertionError(
          "not well-formed: " + html.replaceAll("base64,[^\"]*", "base64,.."), e);
    }
  }

  /** The pictures that say what they show; bars beside figures don't. */
  static List<BufferedImage> pictures(String html) {
    List<BufferedImage> pictures = new ArrayList<>();
    for (Element image : elements(parse(html), "img")) {
      BufferedImage picture = decode(Base64.getDecoder()
          .decode(image.getAttribute("src").substring("data:image/png;base64,".length())));
      assertThat(image.hasAttribute("alt")).isTrue();
      if (!image.getAttribute("alt").isEmpty()) {
        pictures.add(picture);
      }
    }
    return pictures;
  }

  static List<Element> elements(Document document, String tag) {
    NodeList nodes = document.getElementsByTagName(tag);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  /** The texts of a table's cells, row by row, from its header on. */
  static List<List<String>> table(String html, int index) {
    List<Element> tables = new ArrayList<>(elements(parse(html), "table"));
    tables.removeIf(table -> table.getAttribute("role").equals("presentation"));
    List<List<String>> rows = new ArrayList<>();
    NodeList lines = tables.get(index).getElementsByTagName("tr");
    for (int i = 0; i < lines.getLength(); i++) {
      List<String> cells = new ArrayList<>();
      NodeList children = lines.item(i).getChildNodes();
      for (int j = 0; j < children.getLength(); j++) {
        cells.add(children.item(j).getTextContent().strip());
      }
      rows.add(cells);
    }
    return rows;
  }

  static String text(String html) {
    return parse(html).getDocumentElement().getTextContent();
  }

  static BufferedImage decode(byte[] png) {
    try {
      BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
      assertThat(picture).as("a PNG that decodes").isNotNull();
      return picture;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** How many pixels have this colour. */
  static long count(BufferedImage picture, int rgb) {
    long count = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        count += (picture.getRGB(x, y) & 0xFFFFFF) == rgb ? 1 : 0;
      }
    }
    return count;
  }

  static long colours(BufferedImage picture) {
    return Arrays.stream(picture.getRGB(
            0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth()))
        .distinct()
        .count();
  }
}
