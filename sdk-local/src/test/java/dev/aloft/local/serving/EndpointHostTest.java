package dev.aloft.local.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.local.Eventually;
import dev.aloft.local.LocalHome;
import dev.aloft.local.LocalProcess;
import dev.aloft.local.http.Request;
import dev.aloft.local.http.Response;
import dev.aloft.model.ModelManifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process that holds endpoints lets others do to them, whoever asks in whatever order. */
class EndpointHostTest {
  @TempDir Path folder;

  private EndpointRecords records;
  private EndpointHost host;

  @BeforeEach
  void start() {
    records = new EndpointRecords(new LocalHome(folder.resolve("home")));
    host =
        new EndpointHost(
            records, new ServingOptions(HostingProcess.EMBEDDED, "127.0.0.1", 0, null, 1000));
  }

  @AfterEach
  void close() {
    host.close();
  }

  @Test
  void callsGoToLoadedRevisionsOnly() throws Exception {
    host.load("e", "me", revision("broken", "no model"));
    Eventually.holds("it failed", () -> stateOf("broken") == RevisionRecord.State.FAILED);
    assertRefused(ErrorCode.BUSY, () -> host.route("e", "me", Map.of("broken", 100), null));
    assertRefused(ErrorCode.BUSY, () -> host.route("e", "me", Map.of("never", 100), null));
    assertThat(host.find("e").orElseThrow().traffic()).isEmpty();
  }

  @Test
  void healthTellsTheTruth() throws Exception {
    for (String path : List.of("/ping", "/health", "/v2/health/ready")) {
      assertThat(statusOf(path)).as("nothing is there: " + path).isEqualTo(503);
    }
    assertThat(statusOf("/v2/health/live")).isEqualTo(200);
    host.load("e", "me", revision("one"));
    Eventually.holds("it is loaded", () -> stateOf("one") == RevisionRecord.State.READY);
    List<String> paths =
        List.of(
            "/ping",
            "/health",
            "/endpoints/e/ping",
            "/v2/health/ready",
            "/v2/models/e",
            "/v2/models/e/ready",
            "/v1/models/e");
    assertThat(paths).as("no calls are routed").allMatch(path -> statusOf(path) == 503);
    assertThat(statusOf("/v2/models/e/versions/one/ready")).isEqualTo(200);
    for (String path : List.of("/v2/models/e/infer", "/v1/models/e:predict", "/invocations")) {
      Response answer = host.answer(Request.of("POST", path, Map.of(), new byte[0]));
      assertThat(answer.status()).as(path).isEqualTo(503);
      assertThat(answer.headers()).containsKey("retry-after");
    }

    host.route("e", "me", Map.of("one", 100), null);
    assertThat(paths).allMatch(path -> statusOf(path) == 200);

    host.route("e", "me", Map.of(), null);
    assertThat(paths).allMatch(path -> statusOf(path) == 503);
  }

  private int statusOf(String path) {
    return host.answer(Request.of("GET", path, Map.of(), new byte[0])).status();
  }

  @Test
  void aRevisionThatTakesCallsStays() throws Exception {
    loadAndRoute("one");
    assertRefused(ErrorCode.BUSY, () -> host.unload("e", "me", "one"));
    host.route("e", "me", Map.of(), null);
    host.unload("e", "me", "one");
    assertThat(host.find("e")).isEmpty();
    assertThat(records.find("e")).isEmpty();
  }

  @Test
  void theSameOrderTwiceChangesNothing() throws Exception {
    loadAndRoute("one");
    EndpointRecord before = host.find("e").orElseThrow();
    host.load("e", "me", revision("one"));
    host.route("e", "me", Map.of("one", 100), null);
    assertThat(host.find("e")).hasValue(before);
    assertRefused(ErrorCode.NOT_FOUND, () -> host.unload("f", "me", "one"));
  }

  @Test
  void whatIsOnDiskIsWhatIsServed() throws Exception {
    loadAndRoute("one");
    host.load("e", "me", revision("two"));
    Eventually.holds("it is loaded", () -> stateOf("two") == RevisionRecord.State.READY);
    host.route("e", "me", Map.of("two", 100), null);
    EndpointRecord onDisk = records.find("e").orElseThrow();
    assertThat(onDisk.traffic()).isEqualTo(Map.of("two", 100));
    assertThat(onDisk.revisions()).extracting(RevisionRecord::hash).containsExactly("one", "two");
    host.unload("e", "me", "one");
    assertThat(records.find("e").orElseThrow().revisions())
        .extracting(RevisionRecord::hash)
        .containsExactly("two");
  }

  @Test
  void onlyItsOwnerChangesAnEndpoint() throws Exception {
    loadAndRoute("one");
    assertRefused(ErrorCode.CONFLICT_NOT_OURS, () -> host.load("e", "you", revision("two")));
    assertRefused(ErrorCode.CONFLICT_NOT_OURS, () -> host.route("e", "you", Map.of(), null));
    assertRefused(ErrorCode.CONFLICT_NOT_OURS, () -> host.unload("e", "you", "one"));
  }

  @Test
  void aNameThatAnotherLiveProcessHoldsIsTaken() throws Exception {
    LocalProcess parent = LocalProcess.of(ProcessHandle.current().parent().orElseThrow());
    records.write(new EndpointRecord("e", "me", process(parent), Map.of(), List.of(), null));
    assertRefused(ErrorCode.ALREADY_EXISTS, () -> host.load("e", "me", revision("one")));

    records.write(
        new EndpointRecord("e", "me", process(startedBefore(parent)), Map.of(), List.of(), null));
    host.load("e", "me", revision("one"));
    assertThat(host.find("e")).isPresent();
  }

  @Test
  void aNumberThatIsUsedAgainIsNotTheSameProcess() {
    HostingProcess self = HostingProcess.current(HostingProcess.EMBEDDED, "h", 1, "t");
    assertThat(self.isAlive()).isTrue();
    assertThat(process(startedBefore(self.process())).isAlive()).isFalse();
    assertThat(self.toString()).doesNotContain("token");
  }

  @Test
  void aHostThatEndedTakesNoOrders() {
    assertThat(host.closeIfEmpty()).isTrue();
    assertRefused(ErrorCode.UNAVAILABLE, () -> host.load("e", "me", revision("one")));
  }

  @Test
  void anOrderThatCouldNotBeWrittenDownIsTakenWhenItIsGivenAgain() throws Exception {
    loadAndRoute("one");
    Path record = folder.resolve("home/endpoints/e.json");
    Files.delete(record);
    Files.createDirectories(record.resolve("in-the-way"));
    assertThatThrownBy(() -> host.load("e", "me", revision("two")))
        .isInstanceOf(AloftException.class);
    assertThat(host.find("e").orElseThrow().revision("two")).isEmpty();
    Files.delete(record.resolve("in-the-way"));
    Files.delete(record);

    host.load("e", "me", revision("two"));

    Eventually.holds("it is loaded", () -> stateOf("two") == RevisionRecord.State.READY);
    assertThat(folder.resolve("home/endpoints"))
        .isDirectoryNotContaining(file -> file.getFileName().toString().startsWith(".new-"));
  }

  @Test
  void anEndpointWhoseTimeIsOverIsRemovedByItsProcess() throws Exception {
    loadAndRoute("one");
    host.route("e", "me", Map.of("one", 100), Duration.ofDays(1));
    assertThat(records.find("e").orElseThrow().expiry().after()).isEqualTo(Duration.ofDays(1));
    assertThat(statusOf("/ping")).isEqualTo(200);

    host.route("e", "me", Map.of("one", 100), Duration.ofMillis(1));

    Eventually.holds("it is gone", () -> host.find("e").isEmpty());
    assertThat(records.find("e")).isEmpty();
    assertThat(statusOf("/ping")).isEqualTo(503);
  }

  @Test
  void anEndpointWhoseTimeWasOverWhileNobodyHeldItIsRemovedByTheNextProcess() throws Exception {
    loadAndRoute("one");
    host.route("e", "me", Map.of("one", 100), Duration.ofDays(1));
    EndpointRecord record = records.find("e").orElseThrow();
    host.route("e", "me", Map.of(), null);
    host.unload("e", "me", "one");

    Expiry over = new Expiry(Duration.ofHours(1), Instant.now().minusSeconds(1));
    host.restore(record.routing(record.traffic(), over));

    Eventually.holds("it is gone", () -> host.find("e").isEmpty());
    assertThat(records.find("e")).isEmpty();
  }

  private void loadAndRoute(String hash) throws Exception {
    host.load("e", "me", revision(hash));
    Eventually.holds("it is loaded", () -> stateOf(hash) == RevisionRecord.State.READY);
    host.route("e", "me", Map.of(hash, 100), null);
  }

  private RevisionRecord.State stateOf(String hash) {
    return host.find("e").orElseThrow().revision(hash).orElseThrow().state();
  }

  private RevisionRecord revision(String hash) {
    Path directory = folder.resolve(hash);
    return record(hash, directory, TestModels.write(directory, 1, 2));
  }

  private RevisionRecord revision(String hash, String text) {
    Path directory = folder.resolve(hash);
    return record(hash, directory, TestModels.write(directory, text));
  }

  private static RevisionRecord record(String hash, Path directory, ModelManifest manifest) {
    return new RevisionRecord(
        hash,
        directory.toString(),
        manifest.contentHash(),
        manifest,
        null,
        RevisionRecord.State.LOADING,
        null,
        "");
  }

  private static HostingProcess process(LocalProcess process) {
    return new HostingProcess(HostingProcess.EMBEDDED, process, "127.0.0.1", 1, "token");
  }

  private static LocalProcess startedBefore(LocalProcess process) {
    return new LocalProcess(process.boot(), process.space(), process.pid(), process.start() - 1);
  }

  private static void assertRefused(ErrorCode code, ThrowingCallable order) {
    assertThatThrownBy(order)
        .isInstanceOfSatisfying(AloftException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
