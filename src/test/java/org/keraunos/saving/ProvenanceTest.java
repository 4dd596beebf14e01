package org.keraunos.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Dates that a build can choose, and a list of trainings that stays short. */
class ProvenanceTest {
  private static Provenance.Trained training(String data, int epochs) {
    return new Provenance.Trained("", Map.of(), data, 3, 1, 2, epochs, Map.of("loss", 0.5));
  }

  @Test
  void theTimeIsThatOfTheSource() {
    assertThat(Provenance.time("86400")).isEqualTo(Instant.parse("1970-01-02T00:00:00Z"));
    assertThat(Provenance.time(null))
        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
    for (String wrong : List.of("yesterday", "-1", "1.5", "99999999999999999")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Provenance.time(wrong))
          .withMessage("SOURCE_DATE_EPOCH: expected seconds since 1970, received " + wrong);
    }
  }

  @Test
  void moreOfTheSameIsCounted() {
    List<Provenance.Trained> all = Provenance.with(List.of(), training("a", 1));
    all = Provenance.with(all, training("a", 2));
    assertThat(all).containsExactly(training("a", 3));
    all = Provenance.with(all, training("b", 1));
    all = Provenance.with(all, training("a", 1));
    assertThat(all).containsExactly(training("a", 3), training("b", 1), training("a", 1));
    List<Provenance.Trained> many = new ArrayList<>(all);
    for (int i = 0; i < 150; i++) {
      many = new ArrayList<>(Provenance.with(many, training("d" + i, 1)));
    }
    assertThat(many).hasSize(100);
    assertThat(many.get(99).data()).isEqualTo("d149");
  }
}
