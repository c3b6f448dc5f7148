package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.driver.Source;
import dev.aloft.error.AloftException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HashedSourceTest {
  private final AtomicInteger open = new AtomicInteger();

  private Source counted(String text) {
    Source bytes = Source.of(text);
    return new Source() {
      @Override
      public long length() {
        return bytes.length();
      }

      @Override
      public InputStream open() {
        open.incrementAndGet();
        return new FilterInputStream(
            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))) {
          @Override
          public void close() throws IOException {
            open.decrementAndGet();
            super.close();
          }
        };
      }
    };
  }

  @Test
  void leavesNoStreamOpenWhenAFileThatShouldNotBeEmptyIs() {
    Source source = HashedSource.of(counted(""), "model.ubj", Hashing.hex("x"));

    assertThatThrownBy(source::open)
        .isInstanceOf(AloftException.class)
        .hasMessageContaining("hash");
    assertThat(open).hasValue(0);
  }

  @Test
  void countsWhatIsSkipped() throws Exception {
    String text = "abc".repeat(10_000);
    try (InputStream in = HashedSource.of(counted(text), "model.ubj", Hashing.hex(text)).open()) {
      in.skipNBytes(20_000);
      assertThat(in.readAllBytes()).hasSize(10_000);
    }
    try (InputStream in =
        HashedSource.of(counted(text), "model.ubj", Hashing.hex("other")).open()) {
      assertThatThrownBy(() -> in.skipNBytes(30_000)).isInstanceOf(AloftException.class);
    }
    assertThat(open).hasValue(0);
  }
}
