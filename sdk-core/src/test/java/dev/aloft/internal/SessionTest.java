package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.error.AloftException;
import dev.aloft.layer.Call;
import dev.aloft.layer.Layer;
import dev.aloft.layer.Lifecycle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionTest {
  private final CloudClient cloud = CloudClient.open();

  @AfterEach
  void close() {
    cloud.close();
  }

  @Test
  void printsItsLayersInOrder() {
    Session more = cloud.session.with(new Marking("mine", new ArrayList<>()));

    assertThat(more.layerNames())
        .containsExactly(
            "verb: mine",
            "verb: Telemetry",
            "verb: Capability",
            "verb: Policy",
            "request: mine",
            "request: Telemetry",
            "request: Pace",
            "request: Retry",
            "request: Timeout",
            "request: ErrorContext");
    assertThat(cloud.session.layerNames()).hasSize(8);
  }

  @Test
  void joinsTheRequestsOfAVerb() {
    cloud.verb(() -> cloud.request("CreateModel") + cloud.request("CreateEndpoint"));
    cloud.verb(() -> cloud.request("DescribeEndpoint"));
    cloud.request("Outside");

    assertThat(cloud.calls)
        .extracting(Call::operation)
        .containsExactly(
            "CreateModel", "CreateEndpoint", "deploy", "DescribeEndpoint", "deploy", "Outside");
    String first = cloud.calls.get(2).verbId();
    assertThat(cloud.calls.subList(0, 3)).extracting(Call::verbId).containsOnly(first);
    assertThat(cloud.calls.get(4).verbId())
        .isNotEqualTo(first)
        .isEqualTo(cloud.calls.get(3).verbId());
    assertThat(cloud.calls.get(5).verbId()).isEmpty();
    assertThat(cloud.calls).extracting(Call::provider).containsOnly("cloud");
    assertThat(cloud.calls).extracting(Call::scope).containsOnly("account/region");
  }

  @Test
  void sendsEachClientsRequestsThroughItsOwnLayers() throws Exception {
    List<String> one = new CopyOnWriteArrayList<>();
    List<String> other = new CopyOnWriteArrayList<>();
    Session first = cloud.session.with(new Marking("one", one));
    Session second = cloud.session.with(new Marking("other", other));

    CloudClient.verb(
        first,
        () ->
            cloud.request("A")
                + CloudClient.verb(second, () -> cloud.request("B"))
                + cloud.request("C"));
    cloud.request("D");

    assertThat(one).containsExactly("deploy", "A", "C");
    assertThat(other).containsExactly("deploy", "B");
  }

  @Test
  void takesItsLayersAlongToOtherThreads() {
    List<String> seen = new CopyOnWriteArrayList<>();
    Session marked = cloud.session.with(new Marking("mine", seen));

    CloudClient.verb(
        marked,
        () ->
            CompletableFuture.supplyAsync(
                    () -> cloud.request("Upload"), cloud.session.engine().executor())
                .join());
    CompletableFuture.supplyAsync(() -> cloud.request("Other"), cloud.session.engine().executor())
        .join();

    assertThat(seen).containsExactly("deploy", "Upload");
    assertThat(cloud.calls.get(0).verbId()).isEqualTo(cloud.calls.get(1).verbId());
  }

  @Test
  void drivesWithItsLayersOutsideOfVerbs() {
    List<String> seen = new ArrayList<>();
    Session marked = cloud.session.with(new Marking("mine", seen));

    assertThat(marked.<String>drive(() -> cloud.request("Sweep"))).isEqualTo("sent");

    assertThat(seen).containsExactly("Sweep");
  }

  @Test
  void leavesTheBaseOpen() {
    cloud.session.with(new Marking("mine", new ArrayList<>())).close();

    assertThat(cloud.request("Describe")).isEqualTo("sent");
  }

  @Test
  void sendsNothingAfterItIsClosed() {
    cloud.session.close();

    AloftException error =
        catchThrowableOfType(AloftException.class, () -> cloud.request("Describe"));

    assertThat(error.summary()).contains("closed");
    assertThat(error.isOutcome()).isFalse();
  }

  @Test
  void beginsNoVerbAfterItIsClosed() {
    cloud.session.close();

    AloftException error =
        catchThrowableOfType(AloftException.class, () -> cloud.verb(() -> "begun"));

    assertThat(error.summary()).contains("deploy", "was not begun", "closed");
    assertThat(error.isOutcome()).isTrue();
    assertThat(error.nextSteps()).isNotEmpty();
  }

  @Test
  void tellsEveryListenerWhateverAnotherThrows() throws Exception {
    List<String> heard = new ArrayList<>();
    cloud.session.onLifecycle(
        event -> {
          throw new IllegalStateException("listener");
        });
    AutoCloseable second = cloud.session.onLifecycle(event -> heard.add(event.detail()));

    cloud.session.engine().emit(event("first"));
    second.close();
    cloud.session.engine().emit(event("second"));

    assertThat(heard).containsExactly("first");
  }

  @Test
  void unwrapsWhatTheBackendHas() {
    assertThat(cloud.session.unwrap(Thread.class)).contains(Thread.currentThread());
    assertThat(cloud.session.unwrap(String.class)).isEmpty();
  }

  private static Lifecycle.Event event(String detail) {
    return new Lifecycle.Event(
        Lifecycle.Kind.ENDED, "cloud", "account/region", "my-model", detail, false, Instant.EPOCH);
  }

  private record Marking(String name, List<String> seen) implements Layer {
    @Override
    public <T> T around(Call call, Inner<T> inner) {
      seen.add(call.operation());
      return inner.proceed(call);
    }
  }
}
