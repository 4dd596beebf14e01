package org.keraunos.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.keraunos.activations.Activations.RELU;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.add;
import static org.keraunos.layers.Layers.conv2d;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.flatten;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.metrics.StreamingMetrics.accuracy;
import static org.keraunos.optimizers.Optimizers.adam;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keraunos.Model;
import org.keraunos.Predictions;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.LabelNames;
import org.keraunos.base.ScoreMatrix;
import org.keraunos.data.Dataset;
import org.keraunos.layers.Input;
import org.keraunos.metrics.Curves;
import org.keraunos.metrics.LabelMetrics;
import org.keraunos.report.Curve;
import org.keraunos.report.CurvePicture;
import org.keraunos.training.History;

class ViewsTest {
  private static final String[] NAMES = {"<b>bold</b>", "\"quoted\" & 'more'", "plain"};
  private static final LabelNames LABELS = new LabelNames(List.of(NAMES));
  private static final int[][] TRUTH = {{1, 0, 0}, {1, 1, 0}, {0, 1, 1}, {0, 0, 0}};
  private static final int[][] SAID = {{1, 0, 0}, {1, 0, 1}, {0, 1, 1}, {1, 0, 0}};

  @Test
  void curvesAreDrawnAsFilesOfTheirKind(@TempDir Path folder) throws IOException {
    LabelMatrix truth = LabelMatrix.of(TRUTH);
    ScoreMatrix scores =
        ScoreMatrix.of(new double[][] {{.9, .2, .1}, {.8, .7, .6}, {.3, .9, .8}, {.6, .4, .2}});
    for (Curve curve : Curve.values()) {
      View view = Views.curves(curve, truth, scores, LABELS);
      Path png = folder.resolve(curve + ".png");
      view.save(png);
      BufferedImage picture = ImageIO.read(png.toFile());
      // Two pixels for one: heading, chart and a legend of four lines.
      assertThat(picture.getWidth()).isEqualTo(720);
      assertThat(picture.getHeight()).isEqualTo(2 * (24 + 270 + 4 * 18 + 8));
      assertThat(view.description()).contains("all labels from");
      assertThat(colors(picture)).contains(0x0072B2, 0xD55E00, 0x009E73);
      CurvePicture same = CurvePicture.of(curve, truth, scores, LABELS);
      same.save(folder.resolve("same.PNG"));
      assertThat(folder.resolve("same.PNG")).hasSameBinaryContentAs(png);
      same.save(folder.resolve("same.svg"));
      assertThat(folder.resolve("same.svg")).content().startsWith("<svg xmlns=");
      assertThatThrownBy(() -> same.save(folder.resolve("same.jpg")))
          .hasMessageContaining("ends in .svg or .png");
    }
    assertThatThrownBy(() -> Views.curves(Curve.ROC, truth, scores, LabelNames.numbered(2)))
        .hasMessageContaining("names");
  }

  private static Set<Integer> colors(BufferedImage picture) {
    Set<Integer> colors = new HashSet<>();
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        colors.add(picture.getRGB(x, y) & 0xFFFFFF);
      }
    }
    return colors;
  }

  @Test
  void aHeatMapLiesOverItsPicture() {
    View view = Views.heatMap(data(), 1, new float[][] {{0, 1}, {0, 0}}, "plain");
    assertThat(view.description()).contains("plain", "row 1");
    assertThat(view.toPng()).hasSizeGreaterThan(100);
    assertThatThrownBy(() -> Views.heatMap(data(), 1, new float[0][], "plain"))
        .hasMessageContaining("at least one cell");
  }

  private static Model model;
  private static History history;
  private static Predictions predictions;

  @BeforeAll
  static void train() {
    var inputs = Input.of(6, 6, 3);
    var first = conv2d(4, 3).activation(RELU).apply(inputs);
    var second = conv2d(4, 1).apply(first);
    var outputs = dense(3).activation(SIGMOID).apply(flatten().apply(add().apply(first, second)));
    model = Model.of(inputs, outputs, options -> options.name("<small>"));
    model.compile(adam(), binaryCrossentropy(), accuracy());
    history = model.fit(
        data(), fit -> fit.epochs(3).batchSize(2).validationData(data()).verbose(false));
    predictions = model.predict(data());
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static Dataset data() {
    byte[] pixels = new byte[4 * 6 * 6 * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 37);
    }
    return Dataset.of(pixels, 6, 6, 3).withLabels(TRUTH).withLabelNames(NAMES);
  }

  static Stream<View> all() {
    return Stream.of(
        Views.of(history),
        Views.of(data()),
        Views.of(LabelMetrics.classificationReport(
            LabelMatrix.of(TRUTH), LabelMatrix.of(SAID), o -> o.targetNames(NAMES))),
        Views.of(model),
        Views.of(predictions),
        Views.predictions(data(), predictions),
        Views.cooccurrence(data()),
        Views.confusion(LabelMatrix.of(TRUTH), LabelMatrix.of(SAID), LABELS),
        Views.mixUps(LabelMatrix.of(TRUTH), LabelMatrix.of(SAID), LABELS),
        Views.of(Curves.rocCurve(LabelMatrix.of(TRUTH), predictions.scores(), 0)),
        Views.of(Curves.precisionRecallCurve(LabelMatrix.of(TRUTH), predictions.scores(), 0)),
        Views.of(Curves.detCurve(LabelMatrix.of(TRUTH), predictions.scores(), 0)),
        Views.of(Curves.calibrationCurve(LabelMatrix.of(TRUTH), predictions.scores(), 0)),
        Views.lines("<i>lines").line("<i>one", new double[] {0, 1}, new double[] {2, 3}),
        Views.bars("<i>bars", List.of(NAMES)).bars("<i>one", new double[] {1, 2, Double.NaN}));
  }

  @ParameterizedTest
  @MethodSource("all")
  void isWellFormedEscapedAndDrawn(View view) {
    String html = view.toHtml();
    assertThat(Fragments.elements(Fragments.parse(html), "b")).isEmpty();
    assertThat(Fragments.elements(Fragments.parse(html), "i")).isEmpty();
    assertThat(Fragments.elements(Fragments.parse(html), "small")).isEmpty();
    assertThat(Fragments.elements(Fragments.parse(html), "script")).isEmpty();
    Fragments.pictures(html)
        .forEach(picture -> assertThat(Fragments.colours(picture)).isPositive());
    BufferedImage picture = Fragments.decode(view.toPng());
    assertThat(picture.getWidth()).isBetween(100, 3000);
    assertThat(Fragments.colours(picture)).as("something is drawn").isGreaterThan(5);
    assertThat(view.description()).hasSizeGreaterThan(20).isEqualTo(view.toString());
  }

  @ParameterizedTest
  @MethodSource("all")
  void leavesTheColoursOfTextAndPageAlone(View view) {
    assertThat(view.toHtml()).doesNotContainPattern("[^-]color\\s*:").doesNotContain("background");
  }

  @Test
  void historyHasTheCurvesAndTheFirstAndLastEpoch() {
    View view = Views.of(history);
    assertThat(Fragments.pictures(view.toHtml())).hasSize(1);
    List<List<String>> table = Fragments.table(view.toHtml(), 0);
    assertThat(table.get(0))
        .containsExactly("epoch", "loss", "accuracy", "val_loss", "val_accuracy");
    assertThat(table.get(1).get(1)).isEqualTo(LiveProgress.figure(history.get("loss")[0]));
    assertThat(table.get(2).get(0)).isEqualTo("3");
    assertThat(table).hasSize(3);
    assertThat(view.description()).contains("3 epochs", "val_loss from", "val_accuracy from");
  }

  @Test
  void aHistoryWithoutAnEpochSaysSo() {
    Thread.currentThread().interrupt();
    History none = model.fit(data(), fit -> fit.epochs(5).batchSize(2).verbose(false));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(Views.of(none).toHtml()).contains("No epoch was finished", "interrupted");
    assertThat(Fragments.decode(Views.of(none).toPng()).getHeight()).isPositive();
  }

  @Test
  void datasetHasItsPicturesWithCaptionsAndFrequencies() {
    String html = Views.of(data()).toHtml();
    List<BufferedImage> pictures = Fragments.pictures(html);
    assertThat(pictures).hasSize(4).allMatch(picture -> picture.getWidth() == 6);
    assertThat(pictures.get(0).getRGB(1, 0) & 0xFFFFFF)
        .isEqualTo((3 * 37) << 16 | (4 * 37) << 8 | (5 * 37));
    assertThat(Fragments.text(html))
        .contains("4 rows of 6 × 6 × 3 with 3 labels, 1.25 labels a row")
        .contains("<b>bold</b>, \"quoted\" & 'more'")
        .contains("none");
    assertThat(Fragments.table(html, 0))
        .containsExactly(
            List.of("label", "rows", "share"),
            List.of("<b>bold</b>", "2", "0.500"),
            List.of("\"quoted\" & 'more'", "2", "0.500"),
            List.of("plain", "1", "0.250"));
  }

  @Test
  void unknownLabelsAreCountedApart() {
    Dataset data = Dataset.of(new byte[2 * 12], 2, 2, 3).withLabels(new float[][] {
      {1, Float.NaN}, {Float.NaN, Float.NaN}
    });
    String html = Views.of(data).toHtml();
    assertThat(Fragments.table(html, 0))
        .containsExactly(
            List.of("label", "rows", "share", "unknown"),
            List.of("0", "1", "1.000", "1"),
            List.of("1", "0", "–", "2"));
    assertThat(Fragments.text(html)).contains("0, 1?").contains("0?, 1?");
  }

  @Test
  void dataWithoutPicturesOrLabelsAreDescribed() {
    View numbers = Views.of(Dataset.of(new float[6], 3).withLabels(new int[][] {{1}, {0}}));
    assertThat(Fragments.pictures(numbers.toHtml())).isEmpty();
    assertThat(Fragments.text(numbers.toHtml())).contains("2 rows of 3 with 1 label");
    View bare = Views.of(Dataset.of(new float[6], 3));
    assertThat(bare.toHtml()).contains("2 rows of 3 without labels").doesNotContain("<table");
    assertThat(Fragments.decode(bare.toPng()).getHeight()).isPositive();
  }

  @Test
  void ofManyLabelsTheMostFrequentAreShown() {
    float[][] labels = new float[50][100];
    for (int row = 0; row < 50; row++) {
      for (int label = 50; label <= 50 + row; label++) {
        labels[row][label] = 1;
      }
    }
    String html = Views.of(Dataset.of(new float[50], 1).withLabels(labels)).toHtml();
    List<List<String>> table = Fragments.table(html, 0);
    assertThat(table).hasSize(41);
    assertThat(table.get(1)).containsExactly("50", "50", "1.000");
    assertThat(Fragments.text(html)).contains("The 40 most frequent of 100 labels");
  }

  @Test
  void reportHasScikitLearnsFigures() {
    var report = LabelMetrics.classificationReport(
        LabelMatrix.of(TRUTH), LabelMatrix.of(SAID), o -> o.targetNames(NAMES));
    List<List<String>> table = Fragments.table(Views.of(report).toHtml(), 0);
    assertThat(table.get(1)).containsExactly("<b>bold</b>", "0.667", "1.000", "0.800", "2");
    assertThat(table.get(2)).containsExactly("\"quoted\" & 'more'", "1.000", "0.500", "0.667", "2");
    assertThat(table.get(4).get(0)).isEqualTo("micro avg");
    assertThat(table).hasSize(1 + 3 + 4);
  }

  @Test
  void modelHasALineALayerAndItsGraph() {
    View view = Views.of(model);
    List<List<String>> table = Fragments.table(view.toHtml(), 0);
    assertThat(table)
        .contains(List.of("conv2d", "Conv2D", "4 × 4 × 4", "112", "input_layer"))
        .contains(List.of("add", "Add", "4 × 4 × 4", "0", "conv2d, conv2d_1"))
        .contains(List.of("trainable", "", "", "327", ""));
    assertThat(Fragments.text(view.toHtml())).contains("Model \"<small>\"");
    assertThat(Fragments.pictures(view.toHtml())).hasSize(1);
  }

  @Test
  void predictionsMarkWhatIsWrong() {
    float[][] probabilities = predictions.toArray();
    View view = Views.predictions(data(), predictions, -1, 2);
    assertThat(Fragments.pictures(view.toHtml())).hasSize(2);
    assertThat(Fragments.text(view.toHtml()))
        .contains("0 of 2 pictures")
        .contains("✗ <b>bold</b>, +\"quoted\" & 'more', +plain");
    assertThat(Fragments.text(Views.predictions(data(), predictions, 1, 4).toHtml()))
        .contains("1 of 4 pictures")
        .contains("✗ −<b>bold</b>")
        .contains("✓ none");
    assertThat(probabilities).hasDimensions(4, 3);
  }

  @Test
  void predictionsOfOtherRowsAreRefused() {
    assertThatThrownBy(() -> Views.predictions(data().take(2), predictions))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("predictions: expected 2 rows, received 4");
    assertThatThrownBy(() -> Views.predictions(Dataset.of(new float[4], 1), predictions))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pictures");
  }

  @Test
  void heatMapsCountPairsOfLabels() {
    List<List<String>> together = Fragments.table(Views.cooccurrence(data()).toHtml(), 0);
    assertThat(together.get(1)).containsExactly("<b>bold</b>", "2", "1", "0");
    assertThat(together.get(2)).containsExactly("\"quoted\" & 'more'", "1", "2", "1");
    View mixUps = Views.mixUps(LabelMatrix.of(TRUTH), LabelMatrix.of(SAID), LABELS);
    List<List<String>> missed = Fragments.table(mixUps.toHtml(), 0);
    assertThat(missed.get(1)).containsExactly("<b>bold</b>", "0", "0", "0");
    assertThat(missed.get(2)).containsExactly("\"quoted\" & 'more'", "0", "0", "1");
  }

  @Test
  void confusionHasTheCountsOfEachLabel() {
    View view = Views.confusion(LabelMatrix.of(TRUTH), LabelMatrix.of(SAID), LABELS);
    List<List<String>> table = Fragments.table(view.toHtml(), 0);
    assertThat(table.get(1)).containsExactly("<b>bold</b>", "2", "0", "1", "1");
    assertThat(table.get(2)).containsExactly("\"quoted\" & 'more'", "1", "1", "0", "2");
    assertThatThrownBy(() -> Views.confusion(
            LabelMatrix.of(TRUTH), LabelMatrix.of(SAID), new LabelNames(List.of("one"))))
        .hasMessageContaining("names: expected 3, one a label, received 1");
  }

  @Test
  void aLabelWithoutRowsLeavesItsCellEmpty() {
    View view = Views.confusion(
        LabelMatrix.of(new int[][] {{0, 1}}),
        LabelMatrix.of(new int[][] {{0, 1}}),
        LabelNames.numbered(2));
    assertThat(Fragments.decode(view.toPng()).getWidth()).isPositive();
    assertThat(view.description()).contains("Highest: 0 with rightly not, 100.0");
  }

  @Test
  void chartsCheckWhatTheyAreGiven() {
    assertThatThrownBy(() -> Views.lines("t").line("a", new double[2], new double[3]))
        .hasMessageContaining("line a: expected 2 heights, received 3");
    assertThatThrownBy(() -> Views.lines("t")
            .line("a", new double[1], new double[1])
            .line("a", new double[1], new double[1]))
        .hasMessageContaining("line name");
    assertThatThrownBy(() -> Views.lines("t").range(1, 0)).hasMessageContaining("range");
    assertThatThrownBy(() -> Views.bars("t", List.of("a")).bars("s", new double[2]))
        .hasMessageContaining("bars s: expected 1 heights, received 2");
  }

  @Test
  void pointsThatAreNoNumbersAreLeftOut() {
    double[] none = {Double.NaN, Double.POSITIVE_INFINITY};
    View view = Views.lines("gaps")
        .line("empty", new double[] {0, 1}, none)
        .line("full", new double[] {0, 1}, new double[] {0.5, 0.75});
    assertThat(Fragments.decode(view.toPng()).getWidth()).isEqualTo(1280);
    assertThat(view.description()).contains("full from 0.500 to 0.750").doesNotContain("empty");
  }

  @Test
  void isSavedAsPageAndAsPicture(@TempDir Path folder) throws IOException {
    View view = Views.of(data());
    view.save(folder.resolve("page.html"));
    view.save(folder.resolve("picture.png"));
    assertThat(Files.readString(folder.resolve("page.html")))
        .startsWith("<!DOCTYPE html>")
        .contains("color-scheme:light dark", view.toHtml());
    assertThat(Files.readAllBytes(folder.resolve("picture.png"))).isEqualTo(view.toPng());
    assertThatThrownBy(() -> view.save(folder.resolve("picture.gif")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a name that ends in .html or .png, received");
  }
}
