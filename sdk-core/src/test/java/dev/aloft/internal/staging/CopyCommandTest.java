package dev.aloft.internal.staging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CopyCommandTest {
  @Test
  void namesTheCommandOfEachPairOfStores() {
    assertThat(CopyCommand.of("s3://a/b", "gs://c/d", true))
        .isEqualTo("gcloud storage cp --recursive 's3://a/b' 'gs://c/d'");
    assertThat(CopyCommand.of("gs://a/b", "s3://c/d", false))
        .isEqualTo("gcloud storage cp 'gs://a/b' 's3://c/d'");
    assertThat(CopyCommand.of("s3://a/b", "https://x.blob.core.windows.net/c", true))
        .isEqualTo("azcopy copy 's3://a/b' 'https://x.blob.core.windows.net/c' --recursive");
    assertThat(CopyCommand.of("hf://datasets/a/b", "s3://c", true)).startsWith("hf download");
    assertThat(CopyCommand.of("ftp://a", "file:/b", true)).startsWith("rclone copy");
  }
}
