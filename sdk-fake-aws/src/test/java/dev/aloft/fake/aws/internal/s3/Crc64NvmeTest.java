package dev.aloft.fake.aws.internal.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Crc64NvmeTest {
  @Test
  void hasTheCheckValueOfItsDefinition() {
    Crc64Nvme crc = new Crc64Nvme();
    crc.update("123456789".getBytes(StandardCharsets.US_ASCII));

    assertThat(crc.getValue()).isEqualTo(0xAE8B14860A799888L);
  }

  @Test
  void isTheSameHoweverTheBytesArrive() {
    byte[] bytes = new byte[1000];
    new Random(3).nextBytes(bytes);
    Crc64Nvme whole = new Crc64Nvme();
    whole.update(bytes);
    Crc64Nvme pieces = new Crc64Nvme();
    for (int at = 0, size = 0; at < bytes.length; at += size) {
      size = Math.min(1 + at % 13, bytes.length - at);
      pieces.update(bytes, at, size);
    }

    assertThat(pieces.getValue()).isEqualTo(whole.getValue());
  }
}
