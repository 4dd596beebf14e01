package org.keraunos.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keraunos.base.ConfigForm;
import org.keraunos.data.Dataset;
import org.keraunos.losses.Loss;
import org.keraunos.recipes.Training;
import org.keraunos.report.StrictJson;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** What {@code --loss} and its options make of the training rows. */
class LossOptionsTest {
  @TempDir
  static Path folder;

  private static Path table;

  /** Two labels that can be learned, of which a fifth of the cells is unknown. */
  @BeforeAll
  static void data() throws IOException {
    StringBuilder rows = new StringBuilder("a,b,left,high\n");
    Random random = new Random(5);
    for (int row = 0; row < 200; row++) {
      double a = random.nextDouble();
      double b = random.nextDouble();
      rows.append(a).append(',').append(b).append(',');
      rows.append(random.nextInt(5) == 0 ? "?" : a < 0.5 ? "1" : "0").append(',');
      rows.append(random.nextInt(5) == 0 ? "?" : b > 0.4 ? "1" : "0").append('\n');
    }
    table = Files.writeString(folder.resolve("table.csv"), rows);
  }

  private static JsonNode trained(String... options) {
    List<Object> words = new ArrayList<>(List.of("train", "--data", table, "--label-count", 2));
    words.addAll(List.of("--json", "--quiet", "--hidden", "8", "--learning-rate", "0.05"));
    words.addAll(List.of("--epochs", "12", "--model", folder.resolve("model")));
    words.addAll(List.of(options));
    Cli cli = Cli.run(words.toArray());
    assertThat(cli.code()).as(cli.err()).isZero();
    return StrictJson.read(cli.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bce", "focal", "asl", "db", "lsep", "zlpr", "dice"})
  void everyLossLearnsWhereLabelsAreUnknown(String name) {
    JsonNode report = trained("--loss", name, "--class-weight", "effective");
    assertThat(report.get("options").get("loss").asString()).isEqualTo(name);
    // A ranking: the loss of pairs has no cut.
    double ranked = report.get("scores").get("label_ranking_average_precision").asDouble();
    assertThat(ranked).as(name).isGreaterThan(0.95);
    if (!name.equals("lsep")) {
      assertThat(report.get("scores").get("f1").asDouble()).as(name).isGreaterThan(0.85);
    }
  }

  private static Loss loss(Dataset data, String... options) {
    LossOptions parsed = new LossOptions();
    new CommandLine(CommandLine.Model.CommandSpec.create()
            .addMixin("loss", CommandLine.Model.CommandSpec.forAnnotatedObject(parsed)))
        .parseArgs(options);
    parsed.check();
    return parsed.of(data, Training.TUTORIAL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--loss bce --label-smoothing 0.1 | BinaryCrossentropy | label_smoothing | 0.1",
        "--loss focal --gamma 1.5 | BinaryFocalCrossentropy | gamma | 1.5",
        "--loss focal | BinaryFocalCrossentropy | apply_class_balancing | false",
        "--loss focal --alpha 0.75 | BinaryFocalCrossentropy | alpha | 0.75",
        "--loss focal --alpha 0.75 | BinaryFocalCrossentropy | apply_class_balancing | true",
        "--loss asl | AsymmetricLoss | gamma_neg | 4.0",
        "--loss asl --gamma 2 | AsymmetricLoss | gamma_neg | 2.0",
        "--loss db | DistributionBalancedLoss | label_counts | [3.0, 1.0, 2.0, 1.0]",
        "--loss db --gamma 0 | DistributionBalancedLoss | gamma | 0.0",
        "--class-weight balanced | WeightedBinaryCrossentropy | pos_weight | [1.0, 1.0, 1.0, 2.0]",
        "--loss zlpr | ZeroBoundedRanking | name | zero_bounded_ranking",
        "--loss lsep | LogSumExpPairwise | name | log_sum_exp_pairwise",
        "--loss dice | Dice | axis | null",
      })
  void optionsAreSettingsOfTheLoss(String options, String kind, String setting, String value) {
    // Always there, never there, in half of the rows that know it, in a third.
    Dataset data = Dataset.of(new float[4], 1).withLabels(new float[][] {
      {1, 0, 1, Float.NaN}, {1, 0, 0, 1}, {1, 0, 1, 0}, {1, 0, 0, 0},
    });
    Loss loss = loss(data, options.split(" "));
    assertThat(loss.settings().kind().className()).isEqualTo(kind);
    assertThat(String.valueOf(loss.settings().config(ConfigForm.FULL).get(setting)))
        .isEqualTo(value);
  }

  @Test
  void labelsWeighByTheirEffectiveNumberOfRows() {
    float[][] rows = new float[1000][3];
    for (int row = 0; row < 1000; row++) {
      rows[row] = new float[] {row < 100 ? 1 : 0, row < 400 ? 1 : 0, 0};
    }
    Dataset data = Dataset.of(new float[1000], 1).withLabels(rows);
    double[] effective = {
      0.001 / (1 - Math.pow(0.999, 100)), 0.001 / (1 - Math.pow(0.999, 400)),
    };
    double mean = (effective[0] + effective[1]) / 2;
    Object weights = loss(data, "--loss", "focal", "--class-weight", "effective")
        .settings()
        .config(ConfigForm.FULL)
        .get("label_weight");
    List<?> each = (List<?>) weights;
    assertThat((double) each.get(0)).isCloseTo(effective[0] / mean, within(1e-12));
    assertThat((double) each.get(1)).isCloseTo(effective[1] / mean, within(1e-12));
    assertThat(each.get(2)).isEqualTo(1.0);
  }

  @Test
  void whatCannotBeIsSaid() {
    Cli cli = Cli.run("train", "--data", table, "--label-count", 2, "--loss", "hinge");
    assertThat(cli.code()).isEqualTo(2);
    assertThat(cli.err())
        .contains("--loss: expected bce, focal, asl, db, lsep, zlpr or dice, received hinge");
    cli = Cli.run("train", "--data", table, "--label-count", 2, "--gamma", 2);
    assertThat(cli.err()).contains("--gamma: expected --loss focal, asl or db, received bce");
    cli = Cli.run("train", "--data", table, "--label-count", 2, "--loss", "asl", "--gamma", -1);
    assertThat(cli.err()).contains("--gamma: expected a number >= 0, received -1.0");
  }
}
