package org.keraunos.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.batchNormalization;
import static org.keraunos.layers.Layers.conv2d;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.globalAveragePooling2d;
import static org.keraunos.layers.Layers.rescaling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keraunos.Model;
import org.keraunos.Predictor;
import org.keraunos.Sequential;
import org.keraunos.base.NamedArray;
import org.keraunos.contract.Preprocessing;
import org.keraunos.data.npy.Npy;
import org.keraunos.data.npy.NpyArray;
import org.keraunos.data.npy.NpyType;
import org.keraunos.images.ImageDecoder;
import org.keraunos.layers.Input;
import org.keraunos.runtime.RuntimeOptions;
import org.keraunos.testing.SplitMix;

/** What {@code --model} takes, and {@code convert} between the forms. */
class AnyModelTest {
  @TempDir
  static Path folder;

  private static Path keras;
  private static Path plain;
  private static Path bytes;
  private static float[] wanted;

  @BeforeAll
  static void files() throws IOException {
    keras = folder.resolve("a.keras");
    plain = folder.resolve("plain.keras");
    try (Model scales = Sequential.of(
            Input.of(8, 8, 3),
            rescaling(1 / 255.0),
            conv2d(4, 3),
            batchNormalization(),
            globalAveragePooling2d(),
            dense(3).activation(SIGMOID));
        Model model = Sequential.of(
            Input.of(8, 8, 3),
            conv2d(4, 3),
            globalAveragePooling2d(),
            dense(3).activation(SIGMOID))) {
      asKerasWrites(scales, keras);
      asKerasWrites(model, plain);
      byte[] pixels = new SplitMix(1).bytes(5 * 192);
      float[] raw = new float[pixels.length];
      for (int i = 0; i < raw.length; i++) {
        raw[i] = pixels[i] & 0xFF;
      }
      wanted = scales.predict(org.keraunos.data.Dataset.of(raw, 8, 8, 3)).flat();
      bytes = folder.resolve("x.npy");
      Npy.write(bytes, NpyArray.of(NpyType.UINT8, pixels, 5, 8, 8, 3));
    }
  }

  /** Without the entry that says what the model knows of its data. */
  private static void asKerasWrites(Model model, Path file) throws IOException {
    Path whole = folder.resolve("whole.keras");
    model.save(whole);
    try (ZipFile from = new ZipFile(whole.toFile());
        ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(file))) {
      for (String name : List.of("metadata.json", "config.json", "model.weights.h5")) {
        byte[] content = from.getInputStream(from.getEntry(name)).readAllBytes();
        to.putNextEntry(new ZipEntry(name));
        to.write(content);
        to.closeEntry();
      }
    }
  }

  private static float[] predicted(Path model) {
    Path output = folder.resolve("p.npy");
    Cli predict = Cli.run("predict", "--model", model, "--data", bytes, "--output", output);
    assertThat(predict.code()).as(predict.err()).isZero();
    return (float[]) Npy.read(output).values();
  }

  @Test
  void filesAndFoldersPredictTheSameAndComeBack() {
    Path exported = folder.resolve("exported");
    Path back = folder.resolve("back.keras");
    assertThat(predicted(keras)).containsExactly(wanted, within(1e-6f));
    Cli there = Cli.run("convert", keras, exported);
    assertThat(there.code()).as(there.err()).isZero();
    assertThat(there.out()).contains("Converted", "6 layers, 143 parameters");
    assertThat(there.err())
        .contains("Pixels go in as they are stored: the model begins with a Rescaling");
    assertThat(predicted(exported)).containsExactly(wanted, within(1e-6f));
    assertThat(Cli.run("convert", exported, back).out()).contains("and newer load it");
    assertThat(predicted(back)).containsExactly(wanted, within(1e-6f));
    Path weights = folder.resolve("a.weights.h5");
    assertThat(Cli.run("convert", exported, weights).code()).isZero();
    try (Model from = Model.load(keras);
        Model into = Model.load(keras)) {
      List<NamedArray> before = from.getWeights();
      into.setWeights(before.stream()
          .map(each -> new NamedArray(each.name(), each.shape(), new float[each.toFloats().length]))
          .toList());
      into.loadWeights(weights);
      assertThat(into.getWeights()).isEqualTo(before);
    }
    Path served = folder.resolve("served");
    assertThat(Cli.run("export", "--model", keras, "--output", served).code()).isZero();
    assertThat(predicted(served)).containsExactly(wanted, within(1e-6f));
  }

  @Test
  void whatPixelsWentThroughIsAskedForAndKept() {
    Cli asked = Cli.run("predict", "--model", plain, "--data", bytes);
    assertThat(asked.code()).isEqualTo(2);
    assertThat(asked.err())
        .contains(
            "--preprocess: expected none, 255, tf, torch or caffe: what pixels went through before");
    Path output = folder.resolve("tf.npy");
    Cli.run("predict", "--model", plain, "--data", bytes, "--preprocess", "tf", "--output", output);
    float[] predicted = (float[]) Npy.read(output).values();
    Path exported = folder.resolve("tf");
    Cli convert = Cli.run("convert", plain, exported, "--preprocess", "tf");
    assertThat(convert.code()).as(convert.err()).isZero();
    assertThat(predicted(exported)).containsExactly(predicted, within(1e-6f));
    Cli twice = Cli.run("predict", "--model", exported, "--data", bytes, "--preprocess", "tf");
    assertThat(twice.code()).isEqualTo(2);
    assertThat(twice.err()).contains("received a model that knows its data");
  }

  @Test
  void whatIsNoModelIsTold() throws Exception {
    Path text = Files.writeString(folder.resolve("text.keras"), "a text");
    for (Object[] arguments :
        new Object[][] {{"summary", "--model", text}, {"convert", text, folder.resolve("t.keras")}
        }) {
      Cli run = Cli.run(arguments);
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.err()).contains("a .keras or an .h5 file, received a file that is neither");
    }
    Cli h5 = Cli.run("convert", keras, folder.resolve("a.h5"));
    assertThat(h5.code()).isEqualTo(2);
    assertThat(h5.err())
        .contains("TO: expected a name that ends in .keras", "for Keras 2 write .weights.h5");
    Path foreign = Path.of(
        AnyModelTest.class.getResource("/org/keraunos/saving/foreign/keras_two").toURI());
    Cli other = Cli.run("convert", foreign, folder.resolve("f.keras"));
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("received a SavedModel of another program");
    Cli summary = Cli.run("summary", "--model", foreign);
    assertThat(summary.out()).contains("serving_default(left: float32 (None, 3)");
    Cli allowed = Cli.run("summary", "--model", foreign, "--allow-op", "Readfile");
    assertThat(allowed.code()).isEqualTo(2);
    assertThat(allowed.err()).contains("allowOps: expected names of TensorFlow's ops");
  }

  @Test
  void aFileShowsItsLayers() {
    Cli summary = Cli.run("summary", "--model", keras);
    assertThat(summary.out()).contains("rescaling (Rescaling)", "Total params: 143");
    assertThat(summary.out()).contains("Input: (None, 8, 8, 3)");
  }

  @Test
  void aTrainingStartsFromAnotherModelsLayers() throws IOException {
    Path photos = folder.resolve("photos");
    assertThat(
            Cli.run("make-data", "--train", 24, "--test", 8, "--output", photos).code())
        .isZero();
    Path tuned = folder.resolve("tuned");
    Cli train = Cli.run(
        "train",
        "--from",
        keras,
        "--cut",
        "batch_normalization",
        "--freeze",
        "--data",
        photos,
        "--epochs",
        2,
        "--model",
        tuned,
        "--quiet");
    assertThat(train.code()).as(train.err()).isZero();
    try (Model base = Model.load(keras);
        Model again = Model.load(tuned)) {
      assertThat(again.contract().input().preprocessing().orElseThrow().uniform())
          .contains(org.keraunos.data.Scaling.NONE);
      assertThat(again.contract().output().labels().size()).isEqualTo(10);
      List<NamedArray> body = again.getWeights().stream()
          .filter(weight -> !weight.name().startsWith("head/"))
          .toList();
      assertThat(body).isEqualTo(base.getWeights().subList(0, body.size()));
    }
    Cli slow = Cli.run(
        "train",
        "--from",
        tuned,
        "--cut",
        "batch_normalization",
        "--freeze",
        "--unfreeze-from",
        "batch_normalization",
        "--body-rate-factor",
        "0.1",
        "--data",
        photos,
        "--epochs",
        1,
        "--model",
        folder.resolve("slow"),
        "--quiet",
        "--json");
    assertThat(slow.code()).as(slow.err()).isZero();
    assertThat(slow.out()).contains("\"cut\":\"batch_normalization\"");
    try (Model base = Model.load(tuned);
        Model again = Model.load(folder.resolve("slow"))) {
      assertThat(weight(again, "conv2d/kernel")).isEqualTo(weight(base, "conv2d/kernel"));
      assertThat(weight(again, "batch_normalization/gamma"))
          .isNotEqualTo(weight(base, "batch_normalization/gamma"));
    }
  }

  @Test
  void channelsOfTheirOwnTrainAndAreServed() throws IOException {
    Path photos = folder.resolve("coloured");
    assertThat(
            Cli.run("make-data", "--train", 16, "--test", 8, "--output", photos).code())
        .isZero();
    List<Path> images = List.of(photos.resolve("test/00000.png"), photos.resolve("test/00001.png"));
    for (String mode : List.of("torch", "caffe")) {
      Path tuned = folder.resolve("tuned-" + mode);
      Cli train = Cli.run(
          "train",
          "--from",
          plain,
          "--preprocess",
          mode,
          "--data",
          photos,
          "--augment",
          "light",
          "--epochs",
          1,
          "--model",
          tuned,
          "--quiet");
      assertThat(train.code()).as(train.err()).isZero();
      Path output = folder.resolve(mode + ".npy");
      Cli predict =
          Cli.run("predict", "--model", tuned, images.get(0), images.get(1), "--output", output);
      assertThat(predict.code()).as(predict.err()).isZero();
      float[] said = (float[]) Npy.read(output).values();
      try (Predictor served = Predictor.load(tuned);
          ImageDecoder decoder = new ImageDecoder(8, 8, 3, RuntimeOptions.DEFAULT)) {
        List<byte[]> files =
            List.of(Files.readAllBytes(images.get(0)), Files.readAllBytes(images.get(1)));
        Preprocessing how = Preprocessing.named(mode);
        assertThat(served.contract().input().preprocessing()).contains(how);
        float[] seen = how.apply(decoder.decode(files).pixels(), 3);
        float[] expected =
            served.predict(org.keraunos.data.Dataset.of(seen, 8, 8, 3)).flat();
        assertThat(said).containsExactly(expected, within(1e-5f));
        assertThat(served.predictImages(files).flat()).containsExactly(expected, within(1e-5f));
      }
      Cli evaluate = Cli.run("evaluate", "--model", tuned, "--data", photos, "--json");
      assertThat(evaluate.code()).as(evaluate.err()).isZero();
      assertThat(Cli.run("summary", "--model", tuned).out())
          .contains(mode.equals("caffe") ? "BGR, (stored - [103.939" : "(stored - [123.675")
          .contains("Trained: 16 rows (sha256:", "Written: ");
    }
  }

  @Test
  void aFileSaysItsThresholdsAndWhereItComesFrom() throws IOException {
    Path cut = folder.resolve("cut.keras");
    Path data = folder.resolve("cut.npz");
    assertThat(Cli.run("make-data", "--train", 1, "--test", 6, "--output", data).code())
        .isZero();
    double[] cuts = {0, 1, 0, 1, 0, 1, 0, 1, 0, 1};
    try (Model model = Sequential.of(
        Input.of(32, 32, 3), globalAveragePooling2d(), dense(10).activation(SIGMOID))) {
      model.thresholds(cuts);
      model.save(cut);
    }
    try (Model again = Model.load(cut);
        Predictor predictor = Predictor.load(cut)) {
      assertThat(again.contract().output().thresholdOfEach())
          .containsExactly(0., 1., 0., 1., 0., 1., 0., 1., 0., 1.);
      float[] zeros = new float[32 * 32 * 3];
      assertThat(predictor
              .predict(org.keraunos.data.Dataset.of(zeros, 32, 32, 3))
              .labels()
              .get(0, 0))
          .isEqualTo((byte) 1);
    }
    Cli predict = Cli.run("predict", "--model", cut, "--data", data);
    assertThat(predict.code()).as(predict.err()).isZero();
    for (String line : predict.out().strip().split("\n")) {
      assertThat(line).matches("\\d: [02468] [\\d.]+(, [02468] [\\d.]+){4}");
    }
    Cli evaluate = Cli.run("evaluate", "--model", cut, "--data", data, "--json");
    assertThat(evaluate.code()).as(evaluate.err()).isZero();
    assertThat(evaluate.out()).contains("\"0\":0.0,\"1\":1.0,\"2\":0.0");
    Cli card = Cli.run("summary", "--model", cut, "--json");
    assertThat(card.code()).as(card.err()).isZero();
    assertThat(card.out())
        .contains("\"thresholds\"", "\"written\"", "\"tensorflow\"", "\"trained\"");
    Cli none = Cli.run("summary", "--model", plain, "--json");
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("expected a model with a model card, received one without");
  }

  private static NamedArray weight(Model model, String name) {
    return model.getWeights().stream()
        .filter(weight -> weight.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aHeadForTheSameLabelsGoesOn() {
    Path photos = folder.resolve("again");
    assertThat(
            Cli.run("make-data", "--train", 24, "--test", 8, "--output", photos).code())
        .isZero();
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    Cli train = Cli.run(
        "train", "--from", keras, "--freeze", "--data", photos, "--epochs", 1, "--model", first);
    assertThat(train.code()).as(train.err()).isZero();
    assertThat(train.err()).doesNotContain("goes on");
    Cli more = Cli.run(
        "train",
        "--from",
        first,
        "--freeze",
        "--data",
        photos,
        "--epochs",
        1,
        "--learning-rate",
        "1e-30",
        "--model",
        second);
    assertThat(more.code()).as(more.err()).isZero();
    assertThat(more.err()).contains("The output of --from is for these labels and goes on");
    try (Model before = Model.load(first);
        Model after = Model.load(second)) {
      assertThat(after.getWeights()).isEqualTo(before.getWeights());
    }
  }

  @Test
  void whatAStartLacksIsTold() {
    Cli alone = Cli.run("train", "--freeze");
    assertThat(alone.code()).isEqualTo(2);
    assertThat(alone.err()).contains("--freeze: expected --from beside it, received none");
    for (String[] each : new String[][] {
      {"--hidden 3", "--hidden: expected no --from beside it"},
      {"--unfreeze-from conv2d", "--unfreeze-from: expected --freeze beside it"},
      {"--freeze --body-rate-factor 0.1", "--body-rate-factor: expected a body that trains"},
      {"--cut nothing", "--cut: layer name: expected one of "},
    }) {
      List<Object> arguments = new ArrayList<>(
          List.of("train", "--from", keras, "--data", bytes, "--model", folder.resolve("m")));
      arguments.addAll(List.of(each[0].split(" ")));
      Cli run = Cli.run(arguments.toArray());
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.err()).contains(each[1]);
    }
  }
}
