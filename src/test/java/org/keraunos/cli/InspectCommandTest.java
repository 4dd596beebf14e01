package org.keraunos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keraunos.report.StrictJson;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import tools.jackson.databind.JsonNode;

class InspectCommandTest {
  @TempDir
  Path folder;

  private static Path tags() throws URISyntaxException {
    return Path.of(
        InspectCommandTest.class.getResource("/org/keraunos/data/readers/tags").toURI());
  }

  @Test
  void saysWhatThereIsAndWhatIsWrong() throws URISyntaxException {
    Cli inspect = Cli.run("inspect", tags(), "--min-positives", 1);
    assertThat(inspect.code()).as(inspect.err()).isZero();
    assertThat(inspect.out())
        .contains(
            "Rows                  4 (train 2, validation 1, test 1)",
            "Sizes                 6 x 4 (4)",
            "Cardinality           1.000 labels a row",
            "Unknown labels        25.00 % of the cells",
            "  cat              2   50.0 %  ########################################",
            "  dog, big         1   25.0 %  ####################\n",
            "         1  cat + dog, big",
            "         2  (none)",
            "What the reader could not use: 2",
            "line 6: no file 'train/missing.png'",
            "The same bytes in several parts: 1\n  train/b.png, val/c.png, test/d.png",
            "Labels with fewer than 1 training rows: 1\n  dog, big: 0");
  }

  @Test
  void theAccountOfTheReadingComesFirst() throws URISyntaxException {
    Cli inspect = Cli.run("inspect", tags());
    assertThat(inspect.out())
        .startsWith(tags() + "\n  Read as image-csv: labels.csv with a column of files\n")
        .contains("    files: column 'file'\n", "    labels: tags in column");
    JsonNode reading =
        StrictJson.read(Cli.run("inspect", tags(), "--json").out()).get("reading");
    assertThat(reading.propertyNames())
        .containsExactly(
            "format",
            "sign",
            "encoding",
            "file_column",
            "labels",
            "separator",
            "parts_from",
            "parts",
            "left_out",
            "cells",
            "rows_united",
            "rows_lost",
            "remarks",
            "problems");
    assertThat(reading.get("encoding").asString()).isEqualTo("UTF-8");
    assertThat(reading.get("rows_lost").asInt()).isEqualTo(2);
  }

  @Test
  void thePageShowsPicturesOfDuplicatesAndRareLabels() throws Exception {
    Path page = folder.resolve("pictures.html");
    Cli inspect = Cli.run("inspect", tags(), "--html", page);
    assertThat(inspect.code()).as(inspect.err()).isZero();
    String html = Files.readString(page);
    assertThat(html)
        .contains("<figcaption>The same bytes</figcaption>")
        .contains("<figcaption>Rare: dog, big</figcaption>")
        .contains("<img src=\"data:image/png;base64,", "alt=\"train/b.png\"")
        .doesNotContain("http://", "https://");
  }

  @Test
  void jsonHasTheSameFigures() throws URISyntaxException {
    Cli inspect = Cli.run("inspect", tags(), "--json");
    assertThat(inspect.out().lines()).hasSize(1);
    JsonNode json = StrictJson.read(inspect.out());
    assertThat(json.get("format").asString()).isEqualTo("image-csv");
    assertThat(json.get("parts").toString()).isEqualTo("{\"train\":2,\"validation\":1,\"test\":1}");
    assertThat(json.get("density").asDouble()).isEqualTo(4 / 9.0);
    assertThat(json.get("labels").get(0).toString())
        .isEqualTo("{\"name\":\"cat\",\"rows\":2,\"unknown\":1,\"rows_train\":1,"
            + "\"rows_validation\":1,\"rows_test\":0}");
    assertThat(json.get("same_bytes").get(0).get("across_parts").asBoolean()).isTrue();
    assertThat(json.get("problems").size()).isEqualTo(2);
    assertThat(json.get("rare_labels").size()).isEqualTo(3);
  }

  @Test
  void thePageStandsAloneIsWellFormedAndHasEveryFigureInATable() throws Exception {
    Path data = Files.writeString(
        folder.resolve("t.csv"), "x,label_<b>&\"a\",label_c\n1,1,0\n2,1,1\n3,0,1\n3,0,1\n");
    Path page = folder.resolve("page.html");
    Cli inspect = Cli.run("inspect", data, "--html", page);
    assertThat(inspect.code()).as(inspect.err()).isZero();
    assertThat(inspect.out()).endsWith("Wrote " + page + System.lineSeparator());
    String html = Files.readString(page);
    assertThat(html)
        .startsWith("<!DOCTYPE html>")
        .contains("label_&lt;b&gt;&amp;&quot;a&quot;")
        .doesNotContain("<b>", "<script", "src=", "href=", "http");
    Document document = parse(html);
    assertThat(document.getDocumentElement().getAttribute("lang")).isEqualTo("en");
    NodeList tables = document.getElementsByTagName("table");
    assertThat(tables.getLength()).isEqualTo(4);
    for (int i = 0; i < tables.getLength(); i++) {
      Element table = (Element) tables.item(i);
      assertThat(table.getElementsByTagName("caption").getLength()).isOne();
      NodeList headings = table.getElementsByTagName("th");
      assertThat(headings.getLength()).isPositive();
      for (int j = 0; j < headings.getLength(); j++) {
        assertThat(((Element) headings.item(j)).getAttribute("scope")).isIn("row", "col");
      }
    }
    assertThat(document.getElementsByTagName("h1").getLength()).isOne();
    assertThat(html).contains("Other rows with the same bytes: 1", "row 2, row 3");
  }

  /** The page is XML but for its doctype and the tags that HTML leaves open. */
  private static Document parse(String html) throws Exception {
    String xml = html.replace("<!DOCTYPE html>\n", "").replaceAll("(<meta [^>]*)>", "$1/>");
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void mistakesAreOneLine() throws IOException {
    Cli nothing = Cli.run("inspect", folder.resolve("none"));
    assertThat(nothing.code()).isEqualTo(2);
    assertThat(nothing.err()).contains("no such file or folder");
    Cli bits = Cli.run("inspect", folder, "--near-bits", 16);
    assertThat(bits.err()).contains("--near-bits: expected 0 to 15, received 16");
    Files.writeString(folder.resolve("notes.txt"), "nothing");
    Cli unknown = Cli.run("inspect", folder);
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err().lines()).hasSize(1);
  }
}
