package dev.aloft.fake.aws.internal.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.fake.Answer;
import dev.aloft.fake.FakeClock;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedirectTest {

  @Test
  void isWrittenOfABucketThatWasDeletedMeanwhile(@TempDir Path directory) throws Exception {
    try (FakeClock clock = FakeClock.driven()) {
      S3 s3 = new S3(directory, "us-east-1", "123456789012", clock);

      Answer answer =
          s3.failure(301, "PermanentRedirect", "Text", Map.of("Bucket", "gone"), "/gone", "id");

      assertThat(answer.status()).isEqualTo(301);
      assertThat(answer.headers()).doesNotContainKey("x-amz-bucket-region");
    }
  }
}
