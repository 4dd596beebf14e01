package org.keraunos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keraunos.data.npy.NpyArray;
import org.keraunos.data.npy.NpyType;
import org.keraunos.data.npy.Npz;

/** From the export of another tool to a model, and from pictures alone to their labels. */
class LayoutCommandsTest {
  @TempDir
  static Path folder;

  private static Path model;
  private static Cli train;

  @BeforeAll
  static void aModelOfAYoloExport() throws IOException {
    Random random = new Random(1);
    for (int i = 0; i < 30; i++) {
      String part = i < 20 ? "train" : "val";
      picture(folder.resolve("yolo/images/" + part + "/" + i + ".png"), random);
      StringBuilder lines = new StringBuilder();
      lines.append(i % 2 == 0 ? "0 0.5 0.5 0.2 0.2\n" : "");
      lines.append(i % 3 == 0 ? "1 0.5 0.5 0.2 0.2\n" : "");
      write("yolo/labels/" + part + "/" + i + ".txt", lines.toString());
    }
    write("yolo/data.yaml", "train: images/train\nval: images/val\nnames: [cat, dog]\n");
    for (int i = 0; i < 3; i++) {
      picture(folder.resolve("flat/" + i + ".png"), random);
    }
    model = folder.resolve("model");
    train = train("yolo", model);
  }

  private static Cli train(String data, Path to) {
    return Cli.run(
        "train",
        "--data",
        folder.resolve(data),
        "--image-size",
        16,
        "--epochs",
        1,
        "--model",
        to,
        "--cache",
        "none");
  }

  private static void picture(Path file, Random random) throws IOException {
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 256; i++) {
      image.setRGB(i % 16, i / 16, random.nextInt(1 << 24));
    }
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
  }

  private static Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static Cli predict(Object... arguments) {
    Object[] all = new Object[arguments.length + 3];
    all[0] = "predict";
    all[1] = "--model";
    all[2] = model;
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return Cli.run(all);
  }

  @Test
  void theAccountOfTheExportIsShown() {
    assertThat(train.code()).as(train.err()).isZero();
    assertThat(train.out() + train.err())
        .contains("Read as yolo: data.yaml with names", "parts: data.yaml (train ");
  }

  @Test
  void aFolderOfPicturesIsPredicted() throws IOException {
    Cli cli = predict(folder.resolve("flat"));
    assertThat(cli.code()).as(cli.err()).isZero();
    assertThat(cli.out().lines().toList()).hasSize(3);
    assertThat(cli.out()).contains("0.png: ", "1.png: ", "2.png: ");
    assertThat(predict(Files.createDirectory(folder.resolve("empty"))).err())
        .contains("empty: holds no image");
  }

  @Test
  void whatHasNoLabelsIsPredictedAndNotTrainedOn() throws IOException {
    write("flat/list.txt", "0.png\n1.png\n2.png\n");
    write("flat/test.csv", "filename\n0.png\n1.png\n2.png\n");
    write(
        "flat/one.jsonl", "{\"file\": \"0.png\"}\n{\"file\": \"1.png\"}\n{\"file\": \"2.png\"}\n");
    Path plain = folder.resolve("plain");
    Files.createDirectories(plain.resolve("images"));
    for (int i = 0; i < 3; i++) {
      Files.copy(folder.resolve("flat/" + i + ".png"), plain.resolve("images/" + i + ".png"));
    }
    Npz.write(
        folder.resolve("x.npz"),
        Map.of("x", NpyArray.of(NpyType.UINT8, new byte[3 * 16 * 16 * 3], 3, 16, 16, 3)));
    for (String data : new String[] {
      "flat/list.txt", "flat/test.csv", "flat/one.jsonl", "plain", "plain/images", "x.npz"
    }) {
      Cli cli = predict("--data", folder.resolve(data));
      assertThat(cli.code()).as(data + cli.err()).isZero();
      assertThat(cli.out().lines().filter(line -> line.contains(": "))).as(data).hasSize(3);
      Path none = folder.resolve("none");
      Cli refused = data.endsWith(".npz")
          ? Cli.run("train", "--data", folder.resolve(data), "--model", none)
          : train(data, none);
      assertThat(refused.code()).as(data).isEqualTo(Keraunos.USER);
      assertThat(refused.err()).as(data).containsAnyOf("labels", "y_train");
      assertThat(folder.resolve("none")).doesNotExist();
    }
  }
}
