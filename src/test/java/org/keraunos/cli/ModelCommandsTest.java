package org.keraunos.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.flatten;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.optimizers.Optimizers.adam;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keraunos.Model;
import org.keraunos.Predictor;
import org.keraunos.Sequential;
import org.keraunos.base.NamedArray;
import org.keraunos.base.Shape;
import org.keraunos.data.ByteColumn;
import org.keraunos.data.Dataset;
import org.keraunos.data.DigitSceneData;
import org.keraunos.data.Scaling;
import org.keraunos.data.npy.Npy;
import org.keraunos.layers.Input;
import org.keraunos.report.StrictJson;
import tools.jackson.databind.JsonNode;

class ModelCommandsTest {
  @TempDir
  static Path shared;

  @TempDir
  Path folder;

  private static Path model;
  private static Path scenes;
  private static Path pictures;

  @BeforeAll
  static void modelAndData() {
    model = Cli.model(shared.resolve("model"));
    scenes = shared.resolve("scenes.npz");
    pictures = shared.resolve("scenes");
    for (Path output : List.of(scenes, pictures)) {
      Cli make = Cli.run("make-data", "--train", 2, "--test", 45, "--output", output);
      assertThat(make.out()).contains("2 training and 45 test scenes");
    }
  }

  @Test
  void imagesAndArraysPredictWhatTheApiPredicts() {
    float[] expected;
    try (Predictor predictor = Predictor.load(model)) {
      expected = predictor.predict(DigitSceneData.test(45, 42)).flat();
    }
    Path fromArray = folder.resolve("a.npy");
    Path fromFiles = folder.resolve("b.npy");
    Cli.run("predict", "--model", model, "--data", scenes, "--output", fromArray);
    Cli files = predictFiles("--output", fromFiles);
    assertThat(files.code()).as(files.err()).isZero();
    assertThat(Npy.read(fromArray).values()).isEqualTo(expected);
    assertThat(Npy.read(fromFiles).values()).isEqualTo(expected);
    assertThat(Npy.read(fromFiles).shape()).containsExactly(45, 10);
  }

  private static Cli predictFiles(Object... more) {
    Stream<Object> images = Stream.iterate(0, i -> i + 1)
        .limit(45)
        .map(i -> pictures.resolve(String.format("test/%05d.png", i)));
    return Cli.run(Stream.of(Stream.of("predict", "--model", model), Arrays.stream(more), images)
        .flatMap(all -> all)
        .toArray());
  }

  @Test
  void picturesGetTheScalingThatTheModelWasTrainedOn() throws Exception {
    Path shifted = folder.resolve("shifted");
    float[] expected;
    Path picture = pictures.resolve("test/00001.png");
    try (Model own = Sequential.of(Input.of(32, 32, 3), flatten(), dense(2).activation(SIGMOID))) {
      own.compile(adam(), binaryCrossentropy());
      own.fit(
          Dataset.of(new byte[2 * 3072], 32, 32, 3)
              .withScaling(new Scaling(64, 128))
              .withLabels(new int[][] {{1, 0}, {0, 1}}),
          fit -> fit.verbose(false));
      own.export(shifted);
    }
    try (Predictor predictor = Predictor.load(shifted)) {
      expected = predictor.predictImages(List.of(Files.readAllBytes(picture))).flat();
    }
    Path scores = folder.resolve("scores.npy");
    Cli cli = Cli.run("predict", "--model", shifted, picture, "--output", scores);
    assertThat(cli.code()).as(cli.err()).isZero();
    assertThat(Npy.read(scores).values()).isEqualTo(expected);
  }

  @Test
  void theGraphIsDrawnForBrowsers() throws Exception {
    Path svg = folder.resolve("graph.svg");
    Cli cli = Cli.run("summary", "--model", model, "--svg", svg);
    assertThat(cli.code()).as(cli.err()).isZero();
    assertThat(cli.out()).contains("The graph is in " + svg);
    assertThat(Files.readString(svg)).startsWith("<svg ").contains("max_pooling2d");
  }

  @Test
  void whatCanBePredictedIsAndTheRestIsListed() throws Exception {
    Path good = pictures.resolve("test/00001.png");
    Path half = folder.resolve("half.png");
    byte[] whole = Files.readAllBytes(good);
    Files.write(half, Arrays.copyOf(whole, whole.length / 2));
    Path none = folder.resolve("none.png");
    Cli some = Cli.run("predict", "--model", model, half, good, none);
    assertThat(some.code()).isEqualTo(2);
    assertThat(some.out().lines()).hasSize(1).allMatch(line -> line.startsWith(good + ": "));
    assertThat(some.err()).contains("half.png: ").contains("none.png: no such file");
    Cli nothing = Cli.run("predict", "--model", model, half, none);
    assertThat(nothing.code()).isEqualTo(2);
    assertThat(nothing.out()).isEmpty();
    assertThat(nothing.err()).contains("none.png: no such file (and 1 more, no image left)");
  }

  @Test
  void aLineAnImageSaysItsLabelsAndProbabilities() {
    Cli cli = predictFiles("--threshold", "0.3");
    assertThat(cli.out().lines()).hasSize(45);
    assertThat(cli.out().lines())
        .allSatisfy(line -> assertThat(line)
            .matches(".*\\.png: (no label \\(likeliest \\d [01]\\.\\d{3}\\)|\\d [01]\\.\\d{3}.*)"));
    Cli array = Cli.run("predict", "--model", model, "--data", scenes);
    assertThat(array.out()).contains("... and 25 more (--output FILE takes all)");
  }

  @Test
  void csvAndJsonHaveNamesLabelsAndProbabilities() throws Exception {
    Path csv = folder.resolve("new/p.csv");
    Path json = folder.resolve("p.json");
    predictFiles("--output", csv, "--threshold", 0);
    predictFiles("--output", json, "--threshold", 1);
    List<String> lines = Files.readAllLines(csv);
    assertThat(lines).hasSize(46);
    assertThat(lines.get(0)).isEqualTo("image,labels,0,1,2,3,4,5,6,7,8,9");
    assertThat(lines.get(1)).contains("00000.png,0|1|2|3|4|5|6|7|8|9,0.");
    JsonNode read = StrictJson.read(Files.readString(json));
    assertThat(read.get("threshold").asDouble()).isEqualTo(1);
    assertThat(read.get("predictions").get(44).get("labels").isEmpty()).isTrue();
    assertThat(read.get("predictions").get(44).get("probabilities").size()).isEqualTo(10);
  }

  @Test
  void theSheetShowsImagesEnlargedAndLabelsInColour() throws Exception {
    Path sheet = folder.resolve("sheet.png");
    Cli cli = Cli.run(
        "predict", "--model", model, "--data", scenes, "--sheet", sheet, "--threshold", 0.1);
    assertThat(cli.out()).contains("Wrote the first 40 images to " + sheet);
    BufferedImage image = ImageIO.read(sheet.toFile());
    // The first pixel of the first scene, four by four times four.
    byte[] pixel = new byte[32 * 32 * 3];
    ((ByteColumn) DigitSceneData.test(1, 42).inputs().get(0).column()).read(0, pixel, 0);
    int expected = (pixel[0] & 255) << 16 | (pixel[1] & 255) << 8 | (pixel[2] & 255);
    assertThat(image.getRGB(14, 14) & 0xFFFFFF).isEqualTo(expected);
    assertThat(image.getRGB(17, 17) & 0xFFFFFF).isEqualTo(expected);
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    assertThat(Arrays.stream(pixels).distinct().boxed())
        .as("green, red and white")
        .contains(0xFF006B3C, 0xFFC01C28, 0xFFFFFFFF);
  }

  @Test
  void anImageOfAnotherSizeIsResizedAndAGreyOneIsTaken() throws Exception {
    BufferedImage grey = new BufferedImage(100, 60, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 100 * 60; i++) {
      grey.getRaster().setSample(i % 100, i / 100, 0, 77);
    }
    Path file = folder.resolve("grey.png");
    ImageIO.write(grey, "png", file.toFile());
    try (PictureReader reader = new PictureReader(Shape.of(32, 32, 3))) {
      assertThat(reader.read(List.of(file, file)).pixels())
          .hasSize(2 * 32 * 32 * 3)
          .containsOnly((byte) 77);
    }
    try (PictureReader reader = new PictureReader(Shape.of(7, 90, 1))) {
      assertThat(reader.read(List.of(file)).pixels()).hasSize(7 * 90).containsOnly((byte) 77);
    }
    assertThat(Cli.run("predict", "--model", model, file).code()).isZero();
  }

  @Test
  void evaluateScoresDigitScenesAndArraysAlike() {
    Cli scored = Cli.run("evaluate", "--model", model, "--test-size", 45);
    Cli array = Cli.run("evaluate", "--model", model, "--data", scenes);
    assertThat(scored.out()).startsWith("Precision: ").isEqualTo(array.out());
    Cli json = Cli.run("evaluate", "--model", model, "--data", scenes, "--threshold", 0, "--json");
    JsonNode read = StrictJson.read(json.out());
    assertThat(read.get("scores").get("recall").asDouble()).isEqualTo(1);
    assertThat(read.get("rows").asInt()).isEqualTo(45);
  }

  @Test
  void summaryShowsLayersLabelsAndScale() {
    Cli summary = Cli.run("summary", "--model", model);
    assertThat(summary.out())
        .contains("conv2d_1 (Conv2D)", "Total params: 71,242")
        .contains("Input: (None, 32, 32, 3), stored numbers / 255")
        .contains("Labels: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9\nThreshold: 0.5");
  }

  @Test
  void exportCopiesAModelThatLoads() {
    Path plain = folder.resolve("plain");
    Path versions = folder.resolve("versions");
    assertThat(Cli.run("export", "--model", model, "--output", plain).code()).isZero();
    assertThat(Cli.run("export", "--model", model, "--output", plain).code()).isZero();
    for (int version : new int[] {1, 2}) {
      Cli cli = Cli.run("export", "--model", model, "--output", versions, "--versioned");
      assertThat(cli.out()).endsWith("to " + versions.resolve(String.valueOf(version)) + "\n");
    }
    for (Path copy : List.of(plain, versions.resolve("2"))) {
      Cli evaluate = Cli.run("evaluate", "--model", copy, "--data", scenes);
      assertThat(evaluate.out())
          .isEqualTo(Cli.run("evaluate", "--model", model, "--data", scenes).out());
    }
  }

  @Test
  void exportRefusesWeightsThatAreNotFinite() {
    Path wrong = folder.resolve("not_finite");
    try (Model own = Sequential.of(Input.of(3), dense(2).activation(SIGMOID))) {
      List<NamedArray> weights = new ArrayList<>(own.getWeights());
      float[] kernel = weights.get(0).toFloats();
      kernel[4] = Float.POSITIVE_INFINITY;
      weights.set(0, new NamedArray(weights.get(0).name(), weights.get(0).shape(), kernel));
      own.setWeights(weights);
      own.export(wrong, options -> options.allowNotFinite());
    }
    Path copy = folder.resolve("copy");
    Cli cli = Cli.run("export", "--model", wrong, "--output", copy);
    assertThat(cli.code()).isEqualTo(2);
    assertThat(cli.err())
        .hasLineCount(1)
        .contains("expected a finite answer to a row of zeros, received NaN");
    assertThat(copy).doesNotExist();
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake(
            "input: expected IMAGE files or --data, one of the two, received neither", "predict"),
        mistake("received both", "predict", "--data", "a.npz", "b.png"),
        mistake("--threshold: expected a probability", "predict", "x.png", "--threshold", "2"),
        mistake(
            "--output: expected a name that ends in .npy, .csv or .json",
            "predict",
            "x.png",
            "--output",
            "p.txt"),
        mistake(
            "--sheet: expected a name that ends in .png", "predict", "x.png", "--sheet", "p.jpg"),
        mistake("no such file", "predict", "nothing.png"),
        mistake("--output: expected DIR, received none", "export"),
        mistake(
            "nothing.keras: expected a file of Keras, received no such file",
            "summary",
            "--model",
            "nothing.keras"),
        mistake(
            "expected a model folder with saved_model.pb, received no such folder",
            "summary",
            "--model",
            "nowhere"),
        mistake(
            "--train: expected 1 to 699050 scenes, received 0",
            "make-data",
            "--train",
            "0",
            "--output",
            "x.npz"),
        mistake("--nosuch: expected an option of keraunos evaluate", "evaluate", "--nosuch"),
        mistake("nosuch: expected a command", "nosuch"));
  }

  private static Arguments mistake(String message, String... arguments) {
    return Arguments.of(message, arguments);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsOneLineAndExitCode2(String message, String[] arguments) {
    Object[] all = arguments;
    if (message.equals("no such file")) {
      all = new Object[] {"predict", "--model", model, "nothing.png"};
    }
    Cli cli = Cli.run(all);
    assertThat(cli.err()).contains(message);
    assertThat(cli.err().lines()).hasSize(1);
    assertThat(cli.out()).isEmpty();
    assertThat(cli.code()).isEqualTo(2);
  }

  @Test
  void brokenFilesAreRefusedAndNothingIsWritten() throws Exception {
    byte[] png = Files.readAllBytes(pictures.resolve("test/00000.png"));
    Path broken = Files.write(folder.resolve("broken.png"), Arrays.copyOf(png, 200));
    Path text = Files.writeString(folder.resolve("text.png"), "no image");
    Path output = folder.resolve("p.csv");
    for (Path bad : List.of(broken, text)) {
      Cli cli = Cli.run("predict", "--model", model, bad, "--output", output);
      assertThat(cli.code()).isEqualTo(2);
      assertThat(cli.err()).contains(bad.toString()).hasLineCount(1);
    }
    assertThat(output).doesNotExist();
    Path damaged = folder.resolve("damaged");
    Cli.run("export", "--model", model, "--output", damaged);
    Files.writeString(damaged.resolve("saved_model.pb"), "garbage");
    Cli cli = Cli.run("summary", "--model", damaged);
    assertThat(cli.code()).isEqualTo(2);
    assertThat(cli.err())
        .contains("its checksum is not the one in the model card")
        .hasLineCount(1);
  }

  @Test
  void aStackTraceComesOnlyWithDebugWhereverItStands() {
    String[] line = {"summary", "--model", "nowhere"};
    assertThat(Cli.run((Object[]) line).err()).hasLineCount(1);
    assertThat(Cli.run("--debug", "summary", "--model", "nowhere").err())
        .contains("\tat org.keraunos");
    assertThat(Cli.run("summary", "--model", "nowhere", "--debug").err())
        .contains("\tat org.keraunos");
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "evaluate", "predict", "summary", "export", "make-data"})
  void helpHasExamples(String command) {
    Cli cli = Cli.run(command, "--help");
    assertThat(cli.code()).isZero();
    assertThat(cli.out())
        .contains("Usage: keraunos " + command, "Examples:", "  keraunos " + command);
  }

  @Test
  void noCommandShowsTheUsage() {
    Cli cli = Cli.run();
    assertThat(cli.code()).isEqualTo(2);
    assertThat(cli.err()).contains("Usage: keraunos", "make-data");
  }
}
