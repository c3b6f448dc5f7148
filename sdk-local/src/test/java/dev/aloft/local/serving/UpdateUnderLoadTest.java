package dev.aloft.local.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.driver.Next;
import dev.aloft.driver.Target;
import dev.aloft.local.DirectContext;
import dev.aloft.local.Eventually;
import dev.aloft.local.LocalHome;
import dev.aloft.local.http.KeepAliveClient;
import dev.aloft.model.ModelManifest;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Revisions change while clients call over TCP; no call fails, and each is answered by one. */
@Timeout(60)
class UpdateUnderLoadTest {
  private static final int CLIENTS = 4;
  private static final int UPDATES = 12;
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final byte[] ROW =
      "{\"inputs\":[{\"name\":\"rows\",\"shape\":[1,2],\"datatype\":\"FP64\",\"data\":[0,1]}]}"
          .getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  private final Set<String> answers = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean stop = new AtomicBoolean();

  @Test
  void noCallFailsWhileRevisionsChange() throws Exception {
    LocalServing serving =
        new LocalServing(new LocalHome(folder.resolve("home")), new DirectContext(Map.of()));
    Target<EndpointSpec> first = Wishes.deploy("e", revision(0));
    Wishes.drive(serving, first);
    URI url = URI.create(serving.invoker(first, serving.observe(first)).url());
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    List<Future<Integer>> counts = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      counts.add(clients.submit(caller(url)));
    }

    awaitAnswerOf(0);
    for (int update = 1; update <= UPDATES; update++) {
      assertThat(Wishes.drive(serving, Wishes.deploy("e", revision(update))))
          .isEqualTo(Next.done());
      awaitAnswerOf(update);
    }
    stop.set(true);

    for (Future<Integer> count : counts) {
      assertThat(count.get()).as("calls of one client, none of which failed").isPositive();
    }
    clients.shutdown();
    assertThat(answers)
        .allSatisfy(
            answer ->
                assertThat(answer)
                    .as("revision and model belong together")
                    .matches(
                        text -> {
                          String[] parts = text.substring("hash-".length()).split(" ", -1);
                          return Integer.parseInt(parts[0]) + 12 == Double.parseDouble(parts[1]);
                        }));
    Wishes.drive(serving, Wishes.gone("e"));
  }

  private void awaitAnswerOf(int number) throws Exception {
    Eventually.holds(
        "revision " + number + " answers",
        () -> answers.contains("hash-" + number + " " + (12 + number) + ".0"));
  }

  private Callable<Integer> caller(URI url) {
    return () -> {
      InetSocketAddress address = new InetSocketAddress(url.getHost(), url.getPort());
      try (KeepAliveClient client = new KeepAliveClient(address)) {
        int calls = 0;
        while (!stop.get()) {
          KeepAliveClient.Answer answer =
              client.send(
                  "POST", url.getPath(), Map.of("content-type", "application/json"), ROW, LIMIT);
          String body = new String(answer.body(), StandardCharsets.UTF_8);
          assertThat(answer.status()).as(body).isEqualTo(200);
          String value = body.replaceAll(".*\"data\":\\[([0-9.]+)].*", "$1");
          answers.add(answer.headers().get("aloft-revision") + " " + value);
          calls++;
        }
        return calls;
      }
    };
  }

  private EndpointRevision revision(int number) {
    Path directory = folder.resolve("model-" + number);
    ModelManifest manifest = TestModels.write(directory, 0, 12 + number);
    return Wishes.revision("hash-" + number, directory, manifest);
  }
}
