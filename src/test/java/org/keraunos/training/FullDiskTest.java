package org.keraunos.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.keraunos.Model;
import org.keraunos.base.DataException;
import org.keraunos.base.NamedArray;

/**
 * Checkpoints on file systems that take no more: {@code src/test/sh/reliability disk} mounts a
 * small one and one that is read-only.
 */
class FullDiskTest {
  private static final CheckpointCases CASE = CheckpointCases.DIVIDED;

  @TempDir
  Path temp;

  private List<NamedArray> train(java.util.function.Consumer<FitOptions> more, List<History> into) {
    try (Model model = CASE.model()) {
      into.add(model.fit(CASE.data(), fit -> {
        CASE.fit(fit, temp);
        more.accept(fit);
      }));
      return model.getWeights();
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "disk.full", matches = ".+")
  void aFullDiskCostsNoTrainingAndNoEarlierFile() {
    Path folder = Path.of(System.getProperty("disk.full")).resolve("checkpoints");
    List<String> told = new ArrayList<>();
    List<History> histories = new ArrayList<>();
    List<NamedArray> whole = train(fit -> {}, histories);
    List<NamedArray> end = train(
        fit -> fit.checkpoints(folder, o -> o.everySteps(1).keep(1000).remarks(told::add)),
        histories);
    assertThat(told).isNotEmpty().allMatch(each -> each.contains("No space left on device"));
    assertThat(end).isEqualTo(whole);
    assertThat(histories.get(1).epochs()).isEqualTo(histories.get(0).epochs());
    List<Path> files = new CheckpointFolder(folder).newestFirst();
    assertThat(files).isNotEmpty().allSatisfy(TrainingState::read);
    TrainingState kept = histories.get(1).unwritten().orElseThrow();
    kept.writeTo(temp.resolve("elsewhere.ckpt"));
    assertThat(TrainingState.read(temp.resolve("elsewhere.ckpt"))).isEqualTo(kept);
    List<NamedArray> resumed = train(fit -> fit.resume(folder), histories);
    assertThat(resumed).isEqualTo(whole);
  }

  @Test
  @EnabledIfSystemProperty(named = "disk.readonly", matches = ".+")
  void aFolderThatCannotBeWrittenIsToldBeforeTheFirstStep() {
    Path folder = Path.of(System.getProperty("disk.readonly")).resolve("other");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> train(fit -> fit.checkpoints(folder), new ArrayList<>()))
        .withMessageContaining("cannot be written")
        .withMessageContaining("Read-only file system");
    assertThat(Files.exists(folder)).isFalse();
  }
}
