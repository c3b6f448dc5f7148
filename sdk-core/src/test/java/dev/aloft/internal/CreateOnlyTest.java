package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.driver.Source;
import dev.aloft.driver.Stored;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.internal.services.VirtualTiming;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CreateOnlyTest {
  private final VirtualTiming timing = new VirtualTiming();
  private int failures;
  private Effect effect = Effect.UNKNOWN;
  private boolean done = true;

  private final MemoryStore store =
      new MemoryStore(timing) {
        @Override
        public Stored put(
            String key, Source source, boolean createOnly, Map<String, String> metadata) {
          if (failures == 0) {
            return super.put(key, source, createOnly, metadata);
          }
          failures--;
          if (done) {
            super.put(key, source, createOnly, metadata);
          }
          throw AloftException.of(ErrorCode.UNAVAILABLE, "no answer").effect(effect).build();
        }
      };
  private final CreateOnly texts = new CreateOnly(store);

  @Test
  void writesOnce() {
    assertThat(texts.put("a", "mine")).isPresent();
    assertThat(texts.put("a", "theirs")).isEmpty();
    assertThat(texts.text("a")).contains("mine");
    assertThat(texts.text("b")).isEmpty();
  }

  @Test
  void takesItsOwnTextForItsOwn() {
    failures = 1;

    assertThat(texts.put("a", "mine")).isPresent();
  }

  @Test
  void sendsAgainWhatDidNotArrive() {
    failures = 3;
    done = false;

    assertThat(texts.put("a", "mine")).isPresent();
  }

  @Test
  void saysThatAnAnswerBrokeOff() {
    MemoryStore broken =
        new MemoryStore(timing) {
          @Override
          public InputStream get(String key, long offset, long length) {
            return new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("the connection was reset");
              }

              @Override
              public int read(byte[] buffer, int offset, int most) throws IOException {
                return read();
              }
            };
          }
        };

    assertThatThrownBy(() -> new CreateOnly(broken).text("a"))
        .isInstanceOfSatisfying(
            AloftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
        .hasMessageContaining("the connection was reset");
  }

  @Test
  void doesNotSendAgainWhatWasRefused() {
    failures = 1;
    done = false;
    effect = Effect.NONE;

    assertThatThrownBy(() -> texts.put("a", "mine")).isInstanceOf(AloftException.class);
    assertThat(texts.text("a")).isEmpty();
  }
}
