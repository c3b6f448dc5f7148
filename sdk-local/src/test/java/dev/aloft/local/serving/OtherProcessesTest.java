package dev.aloft.local.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.data.Row;
import dev.aloft.data.Table;
import dev.aloft.driver.Codec;
import dev.aloft.driver.Codecs;
import dev.aloft.driver.Invoker;
import dev.aloft.driver.Next;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Reply;
import dev.aloft.driver.Target;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.Problem;
import dev.aloft.local.ChildJvm;
import dev.aloft.local.DirectContext;
import dev.aloft.local.Eventually;
import dev.aloft.local.LocalHome;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import dev.aloft.serving.EndpointState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several processes on one home: programs that hold endpoints, and server processes that stay. */
@Timeout(90)
class OtherProcessesTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @TempDir Path folder;

  @AfterEach
  void endTheServer() {
    server().flatMap(process -> ProcessHandle.of(process.pid())).ifPresent(this::end);
  }

  @Test
  void anEndpointOfAnotherProgramIsSeenChangedAndGoneWithIt() throws Exception {
    LocalServing serving = serving("embedded");
    Target<EndpointSpec> theirs = Wishes.deploy("e", revision("child", 7));
    Process program = program("embedded", 7);

    assertThat(state(serving, theirs)).isEqualTo(EndpointState.READY);
    assertThat(predict(serving, theirs)).isEqualTo("7.0 by child");
    Target<EndpointSpec> ours = Wishes.deploy("e", revision("ours", 8));
    assertThat(Wishes.drive(serving, ours)).isEqualTo(Next.done());
    assertThat(predict(serving, ours)).isEqualTo("8.0 by ours");
    Invoker invoker = serving.invoker(ours, serving.observe(ours));

    end(program.toHandle());

    assertThat(serving.observe(ours)).isEqualTo(Observation.NOTHING);
    assertThat(serving.list(null).items()).isEmpty();
    assertThat(state(serving, ours)).isEqualTo(EndpointState.ABSENT);
    assertThatThrownBy(() -> predict(invoker))
        .isInstanceOfSatisfying(
            AloftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    assertThat(Wishes.drive(serving, ours)).isEqualTo(Next.done());
    assertThat(predict(serving, ours)).isEqualTo("8.0 by ours");
    Wishes.drive(serving, Wishes.gone("e"));
  }

  @Test
  void aProgramThatEndsWellTakesItsRecordsAway() throws Exception {
    Process program = program("embedded", 7);
    assertThat(folder.resolve("home/endpoints/e.json")).exists();
    program.getOutputStream().close();
    assertThat(program.waitFor()).isZero();
    assertThat(folder.resolve("home/endpoints")).isEmptyDirectory();
  }

  @Test
  void aServerProcessOutlivesTheProgramAndEndsWithItsLastEndpoint() throws Exception {
    Process program = program("process", 7);
    end(program.toHandle());
    LocalServing serving = serving("embedded");
    Target<EndpointSpec> target = Wishes.deploy("e", revision("child", 7));

    assertThat(state(serving, target)).isEqualTo(EndpointState.READY);
    assertThat(predict(serving, target)).isEqualTo("7.0 by child");
    assertThat(serving.list(null).items()).containsExactly("e");
    assertThat(folder.resolve("home/server.log")).content().doesNotContain("SLF4J");
    ProcessHandle server = ProcessHandle.of(server().orElseThrow().pid()).orElseThrow();
    assertThat(Wishes.drive(serving, Wishes.gone("e"))).isEqualTo(Next.done());

    server.onExit().join();
    assertThat(folder.resolve("home/server.json")).doesNotExist();
    assertThat(folder.resolve("home/endpoints")).isEmptyDirectory();
  }

  @Test
  void aKilledServerIsToldTruthfullyAndBroughtBackWithEverything() throws Exception {
    LocalServing serving = serving("process");
    Target<EndpointSpec> one = Wishes.deploy("e", revision("one", 1));
    Target<EndpointSpec> two = Wishes.deploy("f", revision("two", 2));
    Wishes.drive(serving, one);
    Wishes.drive(serving, two);
    assertThat(server()).isPresent();
    long first = server().get().pid();

    end(ProcessHandle.of(first).orElseThrow());

    assertThat(state(serving, one)).isEqualTo(EndpointState.FAILED);
    assertThat(serving.observe(one).parts()).allMatch(part -> part.word().equals("LOST"));
    assertThat(Wishes.drive(serving, one)).isEqualTo(Next.done());
    assertThat(server().orElseThrow().pid()).isNotEqualTo(first);
    assertThat(predict(serving, one)).isEqualTo("1.0 by one");
    Eventually.holds(
        "the other endpoint is loaded as well",
        () -> serving.next(two, serving.observe(two)).equals(Next.done()));
    assertThat(predict(serving, two)).isEqualTo("2.0 by two");
  }

  @Test
  void aKilledServersEndpointCanBeTakenAway() throws Exception {
    LocalServing serving = serving("process");
    Wishes.drive(serving, Wishes.deploy("e", revision("one", 1)));
    end(ProcessHandle.of(server().orElseThrow().pid()).orElseThrow());

    assertThat(Wishes.drive(serving, Wishes.gone("e"))).isEqualTo(Next.done());

    assertThat(serving.observe(Wishes.gone("e"))).isEqualTo(Observation.NOTHING);
    assertThat(folder.resolve("home/endpoints")).isEmptyDirectory();
  }

  @Test
  void aServerThatIsAskedToEndIsServedAgainLater() throws Exception {
    LocalServing serving = serving("process");
    Target<EndpointSpec> target = Wishes.deploy("e", revision("one", 1));
    Wishes.drive(serving, target);
    ProcessHandle server = ProcessHandle.of(server().orElseThrow().pid()).orElseThrow();
    assertThat(server.destroy()).isTrue();
    server.onExit().join();

    assertThat(state(serving, target)).isEqualTo(EndpointState.FAILED);
    assertThat(Wishes.drive(serving, target)).isEqualTo(Next.done());
    assertThat(predict(serving, target)).isEqualTo("1.0 by one");
  }

  @Test
  void aServerProcessIsNotSharedWithSettingsThatSayOtherwise() {
    Wishes.drive(serving("process"), Wishes.deploy("e", revision("one", 1)));
    Map<String, String> said = Map.of("serving", "process", "max-body", "3000");
    LocalServing other = new LocalServing(home(), new DirectContext(said));

    assertThatThrownBy(() -> Wishes.drive(other, Wishes.deploy("f", revision("one", 1))))
        .isInstanceOfSatisfying(
            AloftException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
              assertThat(e.problems()).extracting(Problem::field).containsExactly("max-body");
            });
    assertThat(predict(other, Wishes.deploy("e", revision("one", 1)))).isEqualTo("1.0 by one");
  }

  @Test
  void aServerProcessRemovesAnEndpointWhoseTimeIsOver() throws Exception {
    LocalServing serving = serving("process");
    Target<EndpointSpec> target = Wishes.deploy("e", revision("one", 1));
    Target<EndpointSpec> expiring = Wishes.expiring(target, Duration.ofMillis(1));
    Wishes.drive(serving, target);
    ProcessHandle server = ProcessHandle.of(server().orElseThrow().pid()).orElseThrow();

    Next next = serving.next(expiring, serving.observe(expiring));
    serving.apply(((Next.Act) next).action(), expiring);

    server.onExit().join();
    assertThat(serving.observe(Wishes.gone("e"))).isEqualTo(Observation.NOTHING);
    assertThat(folder.resolve("home/endpoints")).isEmptyDirectory();
  }

  @Test
  void aServerThatCannotStartSaysWhy() {
    LocalServing serving =
        new LocalServing(
            home(),
            new DirectContext(
                Map.of("serving", "process", "host", "203.0.113.1", "token", "secret")));
    Target<EndpointSpec> target = Wishes.deploy("e", revision("one", 1));
    assertThatThrownBy(() -> Wishes.drive(serving, target))
        .isInstanceOfSatisfying(
            AloftException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
              assertThat(e.problems()).extracting(Problem::field).containsExactly("host");
            });
    assertThat(
            ServerProcess.lastWords(
                List.of("Exception in thread main: a", "\tat x.Y.z", "Caused by: b", "\t... 3")))
        .isEqualTo("Caused by: b");
  }

  private LocalHome home() {
    return new LocalHome(folder.resolve("home"));
  }

  private LocalServing serving(String mode) {
    return new LocalServing(home(), new DirectContext(Map.of("serving", mode)));
  }

  private Process program(String mode, double answer) throws IOException {
    Process program =
        ChildJvm.builder(
                DeployingProgram.class,
                home().root().toString(),
                folder.resolve("model-child").toString(),
                mode,
                Double.toString(answer))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(program.getInputStream(), StandardCharsets.UTF_8));
    assertThat(output.readLine()).isEqualTo("deployed");
    return program;
  }

  private void end(ProcessHandle process) {
    process.destroyForcibly();
    process.onExit().join();
  }

  private Optional<HostingProcess> server() {
    return new EndpointRecords(home()).server();
  }

  private EndpointRevision revision(String hash, double answer) {
    Path directory = folder.resolve("model-" + hash);
    return Wishes.revision(hash, directory, TestModels.write(directory, answer, answer));
  }

  private static EndpointState state(LocalServing serving, Target<EndpointSpec> target) {
    return serving.state(target, serving.observe(target));
  }

  private static String predict(LocalServing serving, Target<EndpointSpec> target) {
    return predict(serving.invoker(target, serving.observe(target)));
  }

  private static String predict(Invoker invoker) {
    Codec codec = Codecs.of(invoker.protocol());
    Reply reply =
        invoker.invoke(
            codec.encodeRequest(Table.of(List.of(Row.of(0.0, 1.0))), TestModels.SIGNATURE), LIMIT);
    return codec
            .decodeReply(reply.body(), reply.contentType(), 1, TestModels.SIGNATURE)
            .get(0)
            .getDouble(0)
        + " by "
        + reply.revision().orElse("nobody");
  }
}
