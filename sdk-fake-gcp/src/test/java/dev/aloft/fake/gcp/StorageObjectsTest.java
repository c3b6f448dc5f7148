package dev.aloft.fake.gcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.ReadChannel;
import com.google.cloud.WriteChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.CopyWriter;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.BlobWriteOption;
import com.google.cloud.storage.Storage.ComposeRequest;
import com.google.cloud.storage.Storage.CopyRequest;
import com.google.cloud.storage.StorageException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Google's own Java client lives on the fake's buckets. */
class StorageObjectsTest {
  private static final String BUCKET = "models";

  @TempDir Path directory;

  private GcpCloud cloud;
  private Storage storage;

  @BeforeEach
  void start() {
    cloud = GcpCloud.builder().directory(directory.resolve("data")).start();
    storage = StorageClient.on(cloud);
    storage.create(BucketInfo.newBuilder(BUCKET).setLocation("us-central1").build());
  }

  @AfterEach
  void end() throws Exception {
    storage.close();
    cloud.close();
  }

  private Blob put(String name, String text, BlobTargetOption... options) {
    return storage.create(info(name), text.getBytes(UTF_8), options);
  }

  private static BlobInfo info(String name) {
    return BlobInfo.newBuilder(BUCKET, name).build();
  }

  private String text(String name) {
    return new String(storage.readAllBytes(BUCKET, name), UTF_8);
  }

  private List<String> names(BlobListOption... options) {
    return storage.list(BUCKET, options).streamAll().map(Blob::getName).toList();
  }

  private static int code(Throwable thrown) {
    return ((StorageException) thrown).getCode();
  }

  @Test
  void bucketsLive() {
    assertThat(storage.get(BUCKET).getLocation()).isEqualTo("US-CENTRAL1");
    assertThat(storage.get(BUCKET).getProject()).isEqualTo(new BigInteger(cloud.projectNumber()));
    assertThatThrownBy(() -> storage.create(BucketInfo.of(BUCKET)))
        .satisfies(thrown -> assertThat(code(thrown)).isEqualTo(409));
    assertThatThrownBy(() -> storage.create(BucketInfo.of("x")))
        .satisfies(thrown -> assertThat(code(thrown)).isEqualTo(400));

    storage.update(BucketInfo.newBuilder(BUCKET).setLabels(Map.of("team", "risk")).build());
    assertThat(storage.get(BUCKET).getLabels()).containsEntry("team", "risk");
    storage.create(BucketInfo.of("other-models"));
    assertThat(storage.list().streamAll().map(BucketInfo::getName))
        .containsExactly(BUCKET, "other-models");

    put("a", "1");
    assertThatThrownBy(() -> storage.delete(BUCKET))
        .satisfies(thrown -> assertThat(code(thrown)).isEqualTo(409));
    storage.delete(BlobId.of(BUCKET, "a"));
    assertThat(storage.delete(BUCKET)).isTrue();
    assertThat(storage.get(BUCKET)).isNull();
    assertThat(storage.delete(BUCKET)).isFalse();
  }

  @Test
  void smallObjectsComeAtOnce() {
    Blob made =
        storage.create(
            BlobInfo.newBuilder(BUCKET, "data/größe 1:ü%41+.csv")
                .setContentType("text/csv")
                .setMetadata(Map.of("rows", "2"))
                .build(),
            "1,2\n".getBytes(UTF_8));

    Blob read = storage.get(made.getBlobId());
    assertThat(text("data/größe 1:ü%41+.csv")).isEqualTo("1,2\n");
    assertThat(read.getContentType()).isEqualTo("text/csv");
    assertThat(read.getMetadata()).containsEntry("rows", "2");
    assertThat(read.getSize()).isEqualTo(4);
    assertThat(read.getCrc32c()).isEqualTo(made.getCrc32c());
    assertThat(read.getMd5()).isNotNull();
    assertThat(read.getGeneration()).isEqualTo(made.getGeneration());
    assertThat(storage.get(BlobId.of(BUCKET, "none"))).isNull();
  }

  @Test
  void largeObjectsComeInPieces() throws Exception {
    byte[] bytes = new byte[3 * 1024 * 1024 + 17];
    new Random(7).nextBytes(bytes);
    Path file = Files.write(directory.resolve("large.bin"), bytes);

    storage.createFrom(info("from-file"), file, 1 << 20);
    try (WriteChannel writer = storage.writer(info("by-channel"))) {
      writer.setChunkSize(512 << 10);
      ByteBuffer all = ByteBuffer.wrap(bytes);
      while (all.hasRemaining()) {
        writer.write(all);
      }
    }

    assertThat(storage.readAllBytes(BUCKET, "from-file")).isEqualTo(bytes);
    assertThat(storage.readAllBytes(BUCKET, "by-channel")).isEqualTo(bytes);
    assertThat(storage.get(BUCKET, "by-channel").getMd5())
        .isEqualTo(storage.get(BUCKET, "from-file").getMd5());
    try (ReadChannel reader = storage.reader(BUCKET, "from-file")) {
      reader.setChunkSize(0);
      reader.seek(1_000_000);
      reader.limit(1_000_010);
      ByteBuffer ten = ByteBuffer.allocate(10);
      while (ten.hasRemaining() && reader.read(ten) >= 0) {}
      assertThat(ten.array()).isEqualTo(Arrays.copyOfRange(bytes, 1_000_000, 1_000_010));
    }
    Path copy = directory.resolve("copy.bin");
    storage.downloadTo(BlobId.of(BUCKET, "from-file"), copy);
    assertThat(copy).hasBinaryContent(bytes);
  }

  @Test
  void writesDependOnGenerations() {
    Blob first = put("claim", "one", BlobTargetOption.doesNotExist());
    assertThatThrownBy(() -> put("claim", "two", BlobTargetOption.doesNotExist()))
        .satisfies(thrown -> assertThat(code(thrown)).isEqualTo(412));
    assertThatThrownBy(() -> storage.writer(info("claim"), BlobWriteOption.doesNotExist()).close())
        .hasMessageContaining("pre-conditions");

    Blob second = put("claim", "two", BlobTargetOption.generationMatch(first.getGeneration()));
    assertThat(second.getGeneration()).isGreaterThan(first.getGeneration());
    assertThatThrownBy(
            () -> put("claim", "3", BlobTargetOption.generationMatch(first.getGeneration())))
        .satisfies(thrown -> assertThat(code(thrown)).isEqualTo(412));
    assertThat(text("claim")).isEqualTo("two");
    assertThat(storage.get(first.getBlobId())).isNull();
    assertThatThrownBy(
            () ->
                storage.get(
                    second.getBlobId(),
                    Storage.BlobGetOption.generationNotMatch(second.getGeneration())))
        .satisfies(thrown -> assertThat(code(thrown)).isEqualTo(304));
    assertThatThrownBy(
            () ->
                storage.delete(
                    BlobId.of(BUCKET, "claim"),
                    Storage.BlobSourceOption.generationMatch(first.getGeneration())))
        .satisfies(thrown -> assertThat(code(thrown)).isEqualTo(412));
  }

  @Test
  void wrongBytesAreRefused() {
    BlobInfo wrong = BlobInfo.newBuilder(BUCKET, "wrong").setCrc32c("AAAAAA==").build();

    assertThatThrownBy(
            () -> {
              try (WriteChannel writer = storage.writer(wrong, BlobWriteOption.crc32cMatch())) {
                writer.write(ByteBuffer.wrap("x".getBytes(UTF_8)));
              }
            })
        .satisfies(thrown -> assertThat(code(thrown)).isEqualTo(400));
    assertThat(storage.get(BUCKET, "wrong")).isNull();
  }

  @Test
  void namesAreListed() {
    IntStream.range(0, 25).forEach(i -> put("runs/" + (char) ('a' + i) + "/log", "x"));
    put("runs/readme", "x");
    put("zebra", "x");

    assertThat(names(BlobListOption.prefix("runs/"), BlobListOption.pageSize(7))).hasSize(26);
    assertThat(
            names(
                BlobListOption.prefix("runs/"),
                BlobListOption.currentDirectory(),
                BlobListOption.pageSize(7)))
        .hasSize(26)
        .startsWith("runs/a/")
        .contains("runs/readme")
        .doesNotContain("runs/a/log");
    assertThat(names(BlobListOption.startOffset("runs/readme")))
        .containsExactly(
            "runs/readme",
            "runs/s/log",
            "runs/t/log",
            "runs/u/log",
            "runs/v/log",
            "runs/w/log",
            "runs/x/log",
            "runs/y/log",
            "zebra");
    assertThat(names(BlobListOption.endOffset("runs/c")))
        .containsExactly("runs/a/log", "runs/b/log");
    assertThat(names(BlobListOption.prefix("none"))).isEmpty();
  }

  @Test
  void objectsAreMadeOfObjects() {
    put("part1", "a");
    put("part2", "b");

    Blob whole =
        storage.compose(
            ComposeRequest.newBuilder()
                .addSource("part1", "part2")
                .setTarget(
                    BlobInfo.newBuilder(BUCKET, "whole").setContentType("text/plain").build())
                .build());
    CopyWriter copy =
        storage.copy(CopyRequest.of(BlobId.of(BUCKET, "whole"), BlobId.of(BUCKET, "copies/whole")));

    assertThat(text("whole")).isEqualTo("ab");
    assertThat(whole.getComponentCount()).isEqualTo(2);
    assertThat(whole.getMd5()).isNull();
    assertThat(whole.getContentType()).isEqualTo("text/plain");
    assertThat(copy.getResult().getContentType()).isEqualTo("text/plain");
    assertThat(text("copies/whole")).isEqualTo("ab");
  }

  @Test
  void whatIsSaidAboutAnObjectChanges() {
    Blob made = put("a", "1");

    Blob changed =
        storage.update(
            BlobInfo.newBuilder(made.getBlobId()).setMetadata(Map.of("stage", "test")).build());
    Blob read = storage.get(BUCKET, "a");

    assertThat(changed.getMetageneration()).isEqualTo(2);
    assertThat(read.getMetadata()).containsEntry("stage", "test");
    assertThat(read.getGeneration()).isEqualTo(made.getGeneration());
  }

  @Test
  void manyGoAtOnce() {
    put("a", "1");
    put("b", "2");

    List<Boolean> gone =
        storage.delete(BlobId.of(BUCKET, "a"), BlobId.of(BUCKET, "none"), BlobId.of(BUCKET, "b"));

    assertThat(gone).containsExactly(true, false, true);
    assertThat(names()).isEmpty();
  }

  @Test
  void objectsOutliveTheCloud() throws Exception {
    put("dir", "a file where a directory is wanted");
    put("dir/below", "below");
    put("trailing/", "");
    Blob made = put("a/b", "1");
    storage.close();
    cloud.close();

    start(directory.resolve("data"));

    assertThat(names()).containsExactly("a/b", "dir", "dir/below", "trailing/");
    assertThat(text("dir/below")).isEqualTo("below");
    assertThat(storage.get(BUCKET, "a/b").getGeneration()).isEqualTo(made.getGeneration());
    assertThat(put("a/b", "2").getGeneration()).isGreaterThan(made.getGeneration());
  }

  private void start(Path data) {
    cloud = GcpCloud.builder().directory(data).start();
    storage = StorageClient.on(cloud);
  }

  @Test
  void filesOfScriptsAreObjects() throws Exception {
    put("data/train.csv", "1,2\n");
    Path view = directory.resolve("data/gcs").resolve(BUCKET);
    assertThat(view.resolve("data/train.csv")).hasContent("1,2\n");

    Files.createDirectories(view.resolve("run/model"));
    Files.writeString(view.resolve("run/model/model.bst"), "bytes");
    assertThat(names(BlobListOption.prefix("run/"))).containsExactly("run/model/model.bst");
    Blob seen = storage.get(BUCKET, "run/model/model.bst");
    assertThat(seen.getSize()).isEqualTo(5);
    assertThat(text("run/model/model.bst")).isEqualTo("bytes");

    Files.writeString(view.resolve("run/model/model.bst"), "other bytes");
    assertThat(text("run/model/model.bst")).isEqualTo("other bytes");
    assertThat(storage.get(BUCKET, "run/model/model.bst").getGeneration())
        .isGreaterThan(seen.getGeneration());

    Files.delete(view.resolve("run/model/model.bst"));
    assertThat(storage.get(BUCKET, "run/model/model.bst")).isNull();
    assertThat(names()).containsExactly("data/train.csv");
  }
}
