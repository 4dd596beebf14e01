package org.keraunos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keraunos.data.npy.Npy;
import org.keraunos.data.npy.NpyArray;
import org.keraunos.data.npy.NpyType;
import org.keraunos.report.StrictJson;
import tools.jackson.databind.JsonNode;

/** {@code explain}, {@code compare} and the reports of {@code train} and {@code evaluate}. */
class ExplainCompareTest {
  @TempDir
  static Path folder;

  private static Path model;

  @BeforeAll
  static void model() {
    model = Cli.model(folder.resolve("digits"));
  }

  @Test
  void trainLeavesAReportBesideTheModel() throws Exception {
    String page = Files.readString(folder.resolve("digits.report.html"));
    assertThat(page)
        .contains(
            "<h1>Report of digits</h1>",
            "id=\"training\"",
            "A second picture shows what spoke",
            "conv2d (Conv2D)")
        .contains("<dt>seed</dt><dd>42</dd>");
    JsonNode json = StrictJson.read(Files.readString(folder.resolve("digits.report.json")));
    assertThat(json.get("rows").asInt()).isEqualTo(20);
    assertThat(json.get("history").get("loss")).hasSize(1);
  }

  @Test
  void evaluateLeavesOneOfItsOwn() throws Exception {
    Cli cli = Cli.run("evaluate", "--model", model, "--test-size", 30);
    assertThat(cli.code()).as(cli.err()).isZero();
    Path page = folder.resolve("digits.evaluation.html");
    assertThat(cli.err()).contains("The report is in " + page);
    assertThat(Files.readString(page))
        .contains("digit scenes, 30 rows", "A second picture shows what spoke");
    Path other = folder.resolve("other.html");
    Cli json = Cli.run(
        "evaluate",
        "--model",
        model,
        "--test-size",
        30,
        "--report",
        other,
        "--json",
        "--curves",
        folder.resolve("curves"));
    assertThat(json.err()).isEmpty();
    assertThat(StrictJson.read(json.out()).get("report").asString()).isEqualTo(other.toString());
    assertThat(folder.resolve("other.json")).exists();
    for (String name : new String[] {"roc", "precision-recall", "det", "reliability"}) {
      assertThat(Files.readString(folder.resolve("curves").resolve(name + ".svg")))
          .startsWith("<svg xmlns=")
          .contains("all labels");
    }
  }

  @Test
  void aReportThatNobodyWantsIsNotWritten() {
    Cli cli = Cli.run(
        "evaluate", "--model", model, "--test-size", 30, "--no-report", "--report", "x.html");
    assertThat(cli.code()).isEqualTo(2);
    assertThat(cli.err()).contains("--report: expected no --no-report beside it");
    Cli wrong = Cli.run("evaluate", "--model", model, "--test-size", 30, "--report", "x.txt");
    assertThat(wrong.err()).contains("--report: expected a name that ends in .html");
  }

  @Test
  void aModelIsNoBetterThanItself() {
    Cli cli = Cli.run("compare", model, model);
    assertThat(cli.code()).as(cli.err()).isZero();
    assertThat(cli.out())
        .contains("2,000 rows, 10 labels", "by A alone 0, by B alone 0")
        .contains("these rows do not tell which is better");
    JsonNode json = StrictJson.read(Cli.run("compare", model, model, "--json").out());
    assertThat(json.get("macro_f1").get("difference").asDouble()).isZero();
    assertThat(json.get("labels")).hasSize(10);
  }

  @Test
  void storedProbabilitiesAreComparedRowByRow() {
    Path truth = folder.resolve("y.npy");
    Path one = folder.resolve("one.npy");
    Path two = folder.resolve("two.npy");
    Path fewer = folder.resolve("fewer.npy");
    float[] labels = new float[400];
    float[] good = new float[400];
    float[] bad = new float[400];
    for (int i = 0; i < 400; i++) {
      labels[i] = i % 3 == 0 ? 1 : 0;
      good[i] = labels[i] == (i % 11 == 0 ? 0 : 1) ? 0.4f : 0.1f;
      bad[i] = labels[i] == (i % 4 == 0 ? 0 : 1) ? 0.4f : 0.1f;
    }
    Npy.write(truth, NpyArray.of(NpyType.FLOAT32, labels, 200, 2));
    Npy.write(one, NpyArray.of(NpyType.FLOAT32, good, 200, 2));
    Npy.write(two, NpyArray.of(NpyType.FLOAT32, bad, 200, 2));
    Npy.write(fewer, NpyArray.of(NpyType.FLOAT32, new float[20], 10, 2));
    Cli cli = Cli.run("compare", one, two, "--y-true", truth, "--threshold", 0.3);
    assertThat(cli.code()).as(cli.err()).isZero();
    assertThat(cli.out()).contains("200 rows, 2 labels", "Macro F1: A is better");
    JsonNode json = StrictJson.read(
        Cli.run("compare", one, two, "--y-true", truth, "--json").out());
    assertThat(json.get("data").asString()).isEqualTo(truth.toString());
    assertThat(json.get("macro_f1").get("first").asDouble())
        .as("nothing above 0.5")
        .isZero();

    assertThat(Cli.run("compare", one, fewer, "--y-true", truth).err())
        .contains("B: expected 200 x 2 as y_true, received 10 x 2");
    assertThat(Cli.run("compare", one, two).err())
        .contains("A: expected --y-true beside a file of probabilities");
    assertThat(Cli.run("compare", model, model, "--threshold", 0.3).err())
        .contains("--threshold: expected --y-true beside it");
    Cli report = Cli.run("compare", folder.resolve("digits.report.json"), model);
    assertThat(report.code()).isEqualTo(2);
    assertThat(report.err()).contains("A: expected a model, or with --y-true a .npy file");
  }

  @Test
  void explainDrawsAMapOverTheImage() throws Exception {
    Path image = folder.resolve("picture.png");
    BufferedImage picture = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
    for (int i = 10; i < 30; i++) {
      picture.setRGB(i, 20, 0xFFFFFF);
    }
    ImageIO.write(picture, "png", image.toFile());
    Path maps = Files.createDirectories(folder.resolve("maps"));
    for (String method : new String[] {"gradcam", "occlusion"}) {
      Cli cli =
          Cli.run("explain", model, image, "--label", "3", "--method", method, "--output", maps);
      assertThat(cli.code()).as(cli.err()).isZero();
      Path file = maps.resolve("picture.3." + method + ".png");
      assertThat(cli.out()).contains(": 3 0.", file.toString());
      assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(256);
    }
    Cli likeliest = Cli.run("explain", model, image, "--output", maps, "--layer", "conv2d");
    assertThat(likeliest.code()).as(likeliest.err()).isZero();
    Cli wrong = Cli.run("explain", model, image, "--label", "three");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("--label: expected one of [0, 1, ");
    assertThat(Cli.run("explain", model, image, "--layer", "dense").err())
        .contains("--layer: layer dense: expected an output of height, width and channels");
    assertThat(Cli.run("explain", model, image, "--layer", "nosuch").err())
        .contains("--layer: expected one of ");
  }
}
