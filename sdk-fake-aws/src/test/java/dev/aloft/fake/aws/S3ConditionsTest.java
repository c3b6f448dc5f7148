package dev.aloft.fake.aws;

import static dev.aloft.fake.aws.S3ObjectsTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedMultipartUpload;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;

class S3ConditionsTest extends S3Fixture {
  private static final int WRITERS = 8;
  private static final int ROUNDS = 10;

  @Test
  void createsOnlyWhereNothingIs() {
    put("taken", "first");

    assertRefused(() -> create("taken", "second"), 412, "PreconditionFailed");
    assertThat(get("taken")).isEqualTo("first");
    create("free", "x");
    assertThat(get("free")).isEqualTo("x");
  }

  @Test
  void replacesOnlyWhatTheWriterSaw() {
    String first = put("changing", "1");

    s3.putObject(
        put -> put.bucket(BUCKET).key("changing").ifMatch(first), RequestBody.fromString("2"));
    assertRefused(
        () ->
            s3.putObject(
                put -> put.bucket(BUCKET).key("changing").ifMatch(first),
                RequestBody.fromString("3")),
        412,
        "PreconditionFailed");
    assertRefused(
        () ->
            s3.putObject(
                put -> put.bucket(BUCKET).key("none").ifMatch(first), RequestBody.fromString("3")),
        404,
        "NoSuchKey");
    assertThat(get("changing")).isEqualTo("2");
  }

  @Test
  void oneOfManyCreators() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String key = "raced-" + round;
      List<String> outcomes = race(writer -> () -> create(key, "by " + writer));

      assertThat(outcomes).filteredOn("won"::equals).hasSize(1);
      assertThat(outcomes).filteredOn(one -> !one.equals("won")).allMatch(one -> one.equals("412"));
      assertThat(get(key)).isEqualTo("by " + outcomes.indexOf("won"));
    }
  }

  @Test
  void oneOfManyThatReplaceWhatTheySaw() throws Exception {
    String seen = put("lease", "0");
    for (int round = 0; round < ROUNDS; round++) {
      String tag = seen;
      String prefix = round + " by ";
      List<String> outcomes =
          race(
              writer ->
                  () ->
                      s3.putObject(
                          put -> put.bucket(BUCKET).key("lease").ifMatch(tag),
                          RequestBody.fromString(prefix + writer)));

      assertThat(outcomes).filteredOn("won"::equals).hasSize(1);
      assertThat(get("lease")).isEqualTo(prefix + outcomes.indexOf("won"));
      seen = s3.headObject(of -> of.bucket(BUCKET).key("lease")).eTag();
    }
  }

  @Test
  void oneOfManyCompletions() throws Exception {
    List<Runnable> completions = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      completions.add(completion("in parts", "by " + writer));
    }

    List<String> outcomes = race(completions::get);

    assertThat(outcomes).filteredOn("won"::equals).hasSize(1);
    assertThat(get("in parts")).isEqualTo("by " + outcomes.indexOf("won"));
  }

  private Runnable completion(String key, String text) {
    String id = s3.createMultipartUpload(of -> of.bucket(BUCKET).key(key)).uploadId();
    String tag =
        s3.uploadPart(
                part -> part.bucket(BUCKET).key(key).uploadId(id).partNumber(1),
                RequestBody.fromString(text))
            .eTag();
    CompletedMultipartUpload parts =
        CompletedMultipartUpload.builder()
            .parts(CompletedPart.builder().partNumber(1).eTag(tag).build())
            .build();
    return () ->
        s3.completeMultipartUpload(
            of -> of.bucket(BUCKET).key(key).uploadId(id).ifNoneMatch("*").multipartUpload(parts));
  }

  private void create(String key, String text) {
    s3.putObject(put -> put.bucket(BUCKET).key(key).ifNoneMatch("*"), RequestBody.fromString(text));
  }

  private interface Writers {
    Runnable number(int writer);
  }

  private static List<String> race(Writers writers) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(WRITERS);
    try {
      CyclicBarrier start = new CyclicBarrier(WRITERS);
      List<Callable<String>> calls = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        Runnable write = writers.number(writer);
        calls.add(
            () -> {
              start.await();
              return outcome(write);
            });
      }
      List<String> outcomes = new ArrayList<>();
      for (Future<String> one : executor.invokeAll(calls)) {
        outcomes.add(one.get());
      }
      return outcomes;
    } finally {
      executor.shutdownNow();
    }
  }

  private static String outcome(Runnable write) {
    try {
      write.run();
      return "won";
    } catch (S3Exception e) {
      return String.valueOf(e.statusCode());
    }
  }
}
