package dev.aloft.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AloftExceptionTest {
  private final AloftException full =
      AloftException.of(ErrorCode.USER_CODE_FAILED, "the run tumours-7f3k failed in <train.py>")
          .effect(Effect.DONE)
          .givenUp()
          .retryAfter(Duration.ofSeconds(90))
          .operation("train")
          .resource("aws:/1234/eu-west-1/run/tumours-7f3k")
          .provider("aws")
          .requestId("4f2a-11")
          .rawCode("AlgorithmError")
          .exitCode(137)
          .problems(List.of(new Problem("inputs.train", "a&b.csv", "a file that exists")))
          .attempts(
              List.of(
                  new Attempt(
                      "aws", "eu-west-1", "ml.g5.xlarge", Duration.ofSeconds(12), ErrorCode.BUSY),
                  new Attempt("aws", "", "", Duration.ofMillis(40), ErrorCode.NO_CAPACITY)))
          .logTail(List.of("Traceback:", "  File \"train.py\", line 3", "MemoryError"))
          .stillExists("s3://bucket/out/checkpoints")
          .nextStep(NextStep.java("take more memory", "job.machine(Machine.cpus(8).memoryGib(64))"))
          .nextStep(NextStep.shell("look at the log", "aws logs tail '/x' > log.txt"))
          .cause(new IllegalStateException("exit 137\nat once", new IOException("pipe")))
          .build();

  private final AloftException small =
      AloftException.of(ErrorCode.NOT_FOUND, "there is no endpoint \"my-model\"").build();

  @Test
  void theMessageIsTheBlock() {
    assertThat(full.getMessage()).isEqualTo(golden("full.txt"));
    assertThat(small.getMessage()).isEqualTo(golden("small.txt"));
  }

  @Test
  void oneLineHasNoLineBreaks() {
    assertThat(full.oneLine()).isEqualTo(golden("full.line"));
    assertThat(small.oneLine()).isEqualTo(golden("small.line"));
    assertThat(full.oneLine().lines()).hasSize(1);
  }

  @Test
  void quotesOnlyTextInAProblem() {
    Problems problems = new Problems();
    problems.add("name", "My Job", "a").add("nodes", 0, "b").add("eta", -0.5, "c");
    problems.add("spot", true, "d").add("label", null, "e").add("key", "", "f");

    assertThat(problems.all())
        .extracting(Problem::toString)
        .containsExactly(
            "name = \"My Job\": a",
            "nodes = 0: b",
            "eta = -0.5: c",
            "spot = true: d",
            "label is not given: e",
            "key = \"\": f");
  }

  @Test
  void oneLineIsBounded() {
    List<Problem> many =
        IntStream.range(0, 100).mapToObj(i -> new Problem("f" + i, "v", "fix")).toList();

    assertThat(AloftException.of(ErrorCode.INVALID_REQUEST, "bad").problems(many).build().oneLine())
        .isEqualTo(
            "INVALID_REQUEST: bad; f0 = \"v\": fix; f1 = \"v\": fix; f2 = \"v\": fix;"
                + " and 97 more faults");
  }

  @Test
  void jsonKeepsItsNames() {
    assertThat(full.toJson()).isEqualTo(golden("full.json"));
    assertThat(small.toJson()).isEqualTo(golden("small.json"));
  }

  @Test
  void notebooksGetThree() {
    assertThat(full.mimeBundle())
        .containsOnlyKeys("text/plain", "text/html", "application/json")
        .containsEntry("text/html", golden("full.html"))
        .containsEntry("text/plain", full.getMessage())
        .containsEntry("application/json", full.toJson());
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void everyCodeCanBeShown(ErrorCode code) {
    AloftException error = AloftException.of(code, "summary").build();

    assertThat(error.getMessage()).startsWith("summary [" + code + "]\nWho can act: ");
    assertThat(error.mimeBundle()).hasSize(3);
    assertThat(error.isRetryable()).isEqualTo(code.isRetryable());
  }

  @Test
  void secretsAreTakenOut() {
    String token = "hf_" + "a".repeat(34);
    AloftException error =
        AloftException.of(ErrorCode.PROVIDER_ERROR, "refused " + token)
            .logTail(List.of("token=" + token))
            .cause(new IOException(token))
            .build();

    assertThat(error.getMessage() + error.toJson() + error.oneLine() + error.logTail())
        .doesNotContain(token)
        .contains("refused ***");
  }

  @Test
  void secretsAreTakenOutOfEverythingThatIsShown() {
    String secret = "hf_" + "a1B2c3D4e5".repeat(4);
    AloftException error =
        AloftException.of(ErrorCode.INVALID_REQUEST, "no")
            .operation(secret)
            .resource(secret)
            .requestId(secret)
            .rawCode(secret)
            .stillExists(secret)
            .problems(List.of(new Problem(secret, secret, secret)))
            .nextStep(NextStep.shell(secret, "curl -H " + secret))
            .build();

    assertThat(error.getMessage()).doesNotContain(secret);
    assertThat(error.oneLine()).doesNotContain(secret);
    assertThat(error.mimeBundle().values()).noneMatch(text -> text.contains(secret));
  }

  @Test
  void anyPauseCanBeShown() {
    AloftException error =
        AloftException.of(ErrorCode.THROTTLED, "later")
            .retryAfter(Duration.ofSeconds(Long.MAX_VALUE))
            .build();

    assertThat(error.toJson()).contains("\"retryAfterSeconds\":9223372036854775807");
  }

  @Test
  @Timeout(10)
  void longSpacesCostNothing() {
    String spaces = " ".repeat(200_000);

    assertThat(AloftException.of(ErrorCode.INTERNAL, "a" + spaces + "b").build().oneLine())
        .isEqualTo("INTERNAL: a" + spaces + "b");
  }

  @Test
  void theBuilderStartsWhereTheErrorIs() {
    AloftException more = full.toBuilder().summary("later").build();

    assertThat(more.attempts()).isEqualTo(full.attempts());
    assertThat(more.logTail()).isEqualTo(full.logTail());
    assertThat(more.getCause()).isSameAs(full.getCause());
    assertThat(more.getStackTrace()).isEqualTo(full.getStackTrace());
    assertThat(more.summary()).isEqualTo("later");
  }

  @Test
  void serialisationKeepsCodeMessageCausesAndTrace() throws Exception {
    AloftException read = (AloftException) copied(full);

    assertThat(read.code()).isEqualTo(full.code());
    assertThat(read).hasMessage(full.getMessage());
    assertThat(read.getStackTrace()).isEqualTo(full.getStackTrace());
    assertThat(read.getCause()).hasMessage("exit 137\nat once");
    assertThat(read.blame()).isEqualTo(Blame.USER_CODE);
    assertThat(read.isOutcome()).isTrue();
    assertThat(read.problems()).isEmpty();
    assertThat(read.mimeBundle()).hasSize(3);
    assertThat(read.toBuilder().build().code()).isEqualTo(full.code());
  }

  private static Object copied(Object value) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }

  private static String golden(String name) {
    try (InputStream in = AloftExceptionTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
    } catch (IOException e) {
      throw new AssertionError(name, e);
    }
  }
}
