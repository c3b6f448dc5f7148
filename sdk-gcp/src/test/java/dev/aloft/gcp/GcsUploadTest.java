package dev.aloft.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Source;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.fake.gcp.GcpCloud;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Large objects, which are sent in parts: by one process after the other. */
class GcsUploadTest {
  private static final String BUCKET = "staging-bucket";
  private static final String KEY = "large";
  private static final int PARTS = 3;
  private static final int SIZE = 2 * (int) GcsUpload.SINGLE + 1;

  private final byte[] bytes = random(7);
  private final GcpCloud cloud = GcpCloud.start();
  private final DirectContext one = process();
  private final DirectContext other = process();

  private DirectContext process() {
    return new DirectContext(Map.of("credentials", "none", "http-endpoint", cloud.http()));
  }

  @BeforeEach
  void makeTheBucket() {
    cloud.createBucket(BUCKET);
  }

  @AfterEach
  void close() {
    one.close();
    other.close();
    cloud.close();
  }

  @Test
  void goesOnWithWhatAFailureHasLeft() throws IOException {
    failAtTheLastPart();
    assertThat(store(one).head(KEY)).isEmpty();
    assertThat(store(one).list("", null).items()).isEmpty();
    int left = objects().size();

    store(other).put(KEY, Source.of(bytes), true, Map.of());

    assertThat(left).isPositive();
    assertThat(other.count("InsertObject")).isEqualTo(PARTS - left);
    try (InputStream in = store(other).get(KEY, 0, -1)) {
      assertThat(in.readAllBytes()).isEqualTo(bytes);
    }
    assertThat(objects()).containsExactly("team/" + KEY);
  }

  @Test
  void takesPartsOfOtherBytesForWhatTheyAre() throws IOException {
    failAtTheLastPart();
    byte[] others = random(8);

    store(other).put(KEY, Source.of(others), true, Map.of());

    assertThat(other.count("InsertObject")).isEqualTo(PARTS);
    try (InputStream in = store(other).get(KEY, 0, -1)) {
      assertThat(in.readAllBytes()).isEqualTo(others);
    }
  }

  @Test
  void dropsWhatNobodyHasGoneOnWith() {
    failAtTheLastPart();
    Instant now = Instant.now();

    store(other).dropUnfinished("elsewhere", now.plusSeconds(60));
    store(other).dropUnfinished("", now.minusSeconds(60));
    assertThat(objects()).isNotEmpty();

    store(other).dropUnfinished("la", now.plusSeconds(60));
    assertThat(objects()).isEmpty();
  }

  private void failAtTheLastPart() {
    cloud
        .faults()
        .on("storage.objects.insert")
        .nth(PARTS)
        .fail(503, "backendError", "We had an error");
    AloftException error =
        catchThrowableOfType(
            AloftException.class, () -> store(one).put(KEY, Source.of(bytes), true, Map.of()));
    assertThat(error.code()).isEqualTo(ErrorCode.UNAVAILABLE);
  }

  private List<String> objects() {
    return new GcsBucket(BUCKET, other, GcpClients.of(other))
        .list("", null).objects().stream().map(GcsObject::name).toList();
  }

  private static ObjectStore store(DirectContext process) {
    return process.store("gs://" + BUCKET + "/team");
  }

  private static byte[] random(int seed) {
    byte[] bytes = new byte[SIZE];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
