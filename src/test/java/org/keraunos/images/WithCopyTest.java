package org.keraunos.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class WithCopyTest {
  private final ByteArrayOutputStream first = new ByteArrayOutputStream();
  private final ByteArrayOutputStream second = new ByteArrayOutputStream();
  private final WithCopy both = new WithCopy(first::write);

  @Test
  void bothGetAll() throws IOException {
    both.start(second::write);
    both.write(new byte[] {1, 2, 3}, 0, 2);
    assertThat(both.isRunning()).isTrue();
    both.write(new byte[] {1, 2, 3}, 2, 1);
    both.end();
    assertThat(first.toByteArray()).isEqualTo(second.toByteArray()).containsExactly(1, 2, 3);
    assertThat(both.isRunning()).isFalse();
    assertThat(both.isComplete()).isTrue();
  }

  @Test
  void theFirstGetsAllWhereTheSecondIsFullAndItsFailureComesAtTheEnd() throws IOException {
    both.start((pixels, offset, length) -> {
      if (second.size() == 2) {
        throw new IOException("no space left on device");
      }
      second.write(pixels, offset, length);
    });
    for (int i = 0; i < 4; i++) {
      both.write(new byte[] {5, 6}, 0, 2);
    }
    assertThatThrownBy(both::end).isInstanceOf(IOException.class).hasMessageContaining("no space");
    assertThat(first.size()).isEqualTo(8);
    assertThat(both.isRunning()).isFalse();
    assertThat(both.isComplete()).isTrue();
  }
}
