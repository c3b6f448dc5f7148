package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.driver.Source;
import dev.aloft.driver.Stored;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.internal.intent.IntentDocument;
import dev.aloft.internal.intent.NameState;
import dev.aloft.internal.intent.RecordedWish;
import dev.aloft.internal.intent.WishOutcome;
import dev.aloft.internal.services.VirtualTiming;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntentLogTest {
  private static final Duration LEASE = Duration.ofMinutes(2);
  private static final String FOLDER = "aloft/log/endpoint/churn/";

  private final VirtualTiming timing = new VirtualTiming();
  private final MemoryStore store = new MemoryStore(timing);
  private final IntentLog log = new IntentLog(store);

  @Test
  void makesItsIdOnce() {
    assertThat(log.id()).matches("[a-z2-7]{16}").isEqualTo(new IntentLog(store).id());
    assertThat(new IntentLog(new MemoryStore(timing)).id()).isNotEqualTo(log.id());
  }

  @Test
  void numbersDocumentsThatAPersonCanRead() throws IOException {
    wish(log, "deploy", "{\"model\":\"a\"}");

    assertThat(keys()).containsExactly(FOLDER + "0000000001.json");
    assertThat(text(FOLDER + "0000000001.json"))
        .contains("\"version\" : 1")
        .contains("\"type\" : \"wish\"")
        .contains("\"generation\" : 1")
        .contains("\"model\" : \"a\"")
        .contains("\"holder\" : \"me\"");
  }

  @Test
  void letsOneOfTwoWritersThrough() {
    IntentLog other = new IntentLog(store);
    NameState mine = log.read("endpoint", "churn");
    NameState theirs = other.read("endpoint", "churn");

    assertThat(log.append(mine, wished(1, "deploy", "{}"))).isPresent();
    assertThat(other.append(theirs, wished(1, "deploy", "{}"))).isEmpty();
    assertThat(other.read("endpoint", "churn").number()).isEqualTo(1);
  }

  @Test
  void knowsItsOwnDocumentWhenTheAnswerWasLost() {
    IntentLog unlucky = new IntentLog(losing(3));

    NameState state = wish(unlucky, "deploy", "{}");

    assertThat(state.number()).isEqualTo(1);
    assertThat(keys()).hasSize(1);
  }

  @Test
  void givesUpWhenTheStoreDoes() {
    IntentLog unlucky =
        new IntentLog(
            new MemoryStore(timing) {
              @Override
              public Stored put(
                  String key, Source source, boolean createOnly, Map<String, String> metadata) {
                throw AloftException.of(ErrorCode.UNAVAILABLE, "no answer").build();
              }
            });
    NameState state = unlucky.read("endpoint", "churn");

    assertThatThrownBy(() -> unlucky.append(state, wished(1, "deploy", "{}")))
        .isInstanceOfSatisfying(
            AloftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    assertThat(unlucky.read("endpoint", "churn").number()).isZero();
  }

  @Test
  void keepsNamesApart() {
    wish(log, "deploy", "{}");
    log.append(log.read("endpoint", "churn-2"), wished(1, "deploy", "{}"));
    log.append(log.read("model", "churn@abc"), wished(1, "register", "{}"));

    List<String> endpoints = new ArrayList<>();
    new IntentLog(store).each("endpoint", state -> endpoints.add(state.name()));
    List<String> models = new ArrayList<>();
    new IntentLog(store).each("model", state -> models.add(state.name()));

    assertThat(endpoints).containsExactlyInAnyOrder("churn", "churn-2");
    assertThat(models).containsExactly("churn@abc");
    assertThat(log.read("endpoint", "churn").number()).isEqualTo(1);
  }

  @Test
  void refusesDocumentsOfANewerAloft() {
    put(FOLDER + "0000000001.json", "{\"version\": 2, \"type\": \"wish\"}");

    assertThatThrownBy(() -> log.read("endpoint", "churn"))
        .isInstanceOfSatisfying(
            AloftException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED);
              assertThat(e.summary()).contains("0000000001.json", "version 2", "update Aloft");
            });
  }

  @Test
  void refusesDocumentsThatAreNone() {
    put(FOLDER + "0000000001.json", "{\"version\": 1, \"type\": \"wish\"}");

    assertThatThrownBy(() -> log.read("endpoint", "churn"))
        .isInstanceOfSatisfying(
            AloftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_CORRUPTED));
  }

  @Test
  void saysSoWhenSomebodyRemovedDocuments() {
    wish(log, "deploy", "{}");
    wish(log, "update", "{\"b\":1}");
    store.delete(FOLDER + "0000000001.json");

    assertThatThrownBy(() -> new IntentLog(store).read("endpoint", "churn"))
        .isInstanceOfSatisfying(
            AloftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_CORRUPTED));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AKIAIOSFODNN7EXAMPLE",
        "ghp_0123456789abcdefghijABCDEFGHIJ012345",
        "hf_abcdefghijklmnopqrstuvwxyzABCDEFGH",
        "xoxb-123456789012-abcdefghij",
        "dapi0123456789abcdef0123456789abcdef",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N",
        "-----BEGIN RSA PRIVATE KEY-----\\nMIIEow",
        "https://x.blob.core.windows.net/c?sv=1&sig=abcdefghijklmnopqrstuvwxyz0123456789"
      })
  void refusesSecrets(String secret) {
    NameState state = log.read("endpoint", "churn");
    String spec = "{\"revisions\":[{\"environment\":{\"TOKEN\":\"" + secret + "\"}}]}";

    assertThatThrownBy(() -> log.append(state, wished(1, "deploy", spec)))
        .isInstanceOfSatisfying(
            AloftException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
              assertThat(e.summary())
                  .contains("revisions[0].environment.TOKEN", "Secret.env")
                  .doesNotContain(secret.substring(0, 16));
            });
    assertThat(keys()).isEmpty();
  }

  @Test
  void remembersTwentyWishesAndTheLastFulfilledOne() {
    wish(log, "deploy", "{\"model\":\"first\"}");
    settle(log, WishOutcome.SETTLED);
    for (int i = 2; i <= 40; i++) {
      wish(log, "deploy", "{\"model\":\"m" + i + "\"}");
      settle(log, WishOutcome.FAILED);
    }

    NameState state = new IntentLog(store).read("endpoint", "churn");

    assertThat(state.wishes()).hasSize(21);
    assertThat(state.settledSpec()).isEqualTo("{\"model\":\"first\"}");
    assertThat(state.generation()).isEqualTo(40);
  }

  @Test
  void clearsAwayWhatIsOldAndSaysNothingMore() {
    for (int i = 0; i < 5; i++) {
      wish(log, "deploy", "{\"model\":\"m" + i + "\"}");
      settle(log, WishOutcome.SETTLED);
      timing.advance(Duration.ofHours(10));
    }
    NameState before = new IntentLog(store).read("endpoint", "churn");

    log.each("endpoint", state -> {});

    assertThat(keys()).first().isEqualTo(FOLDER + "0000000007.json");
    NameState after = new IntentLog(store).read("endpoint", "churn");
    assertThat(after.wishes()).isEqualTo(before.wishes());
    assertThat(after.number()).isEqualTo(10);
  }

  @Test
  void clearsAwayWithoutAnybodyAsking() {
    for (int i = 0; i < 100; i++) {
      wish(log, "deploy", "{\"model\":\"m" + i + "\"}");
      settle(log, WishOutcome.SETTLED);
      timing.advance(Duration.ofHours(3));
    }

    assertThat(keys()).hasSizeLessThan(50);
  }

  @Test
  void doesNotBelieveASleeperThatHitsANumberThatWasClearedAway() {
    IntentLog sleeper = new IntentLog(store);
    NameState old = wishAndSettle(sleeper);
    letOthersGoOnForDays();
    NameState now = new IntentLog(store).read("endpoint", "churn");

    Optional<NameState> appended =
        sleeper.append(old, wished(old.generation() + 1, "deploy", "{}"));

    assertThat(appended).isEmpty();
    assertThat(keys()).doesNotContain(FOLDER + "0000000003.json");
    assertThat(sleeper.read("endpoint", "churn").wishes()).isEqualTo(now.wishes());
  }

  @Test
  void isNotMisledByASleeperThatDiedRightAfterHittingSuchANumber() throws IOException {
    wishAndSettle(log);
    String stale = text(FOLDER + "0000000001.json");
    letOthersGoOnForDays();
    NameState now = new IntentLog(store).read("endpoint", "churn");

    put(FOLDER + "0000000003.json", stale);

    assertThat(new IntentLog(store).read("endpoint", "churn").wishes()).isEqualTo(now.wishes());
    assertThat(log.read("endpoint", "churn").wishes()).isEqualTo(now.wishes());
    timing.advance(Duration.ofDays(2));
    log.each("endpoint", state -> {});
    assertThat(keys()).doesNotContain(FOLDER + "0000000003.json");
  }

  @Test
  void forgetsTriesWithTheNextWish() {
    NameState state = wish(log, "deploy", "{}");
    state =
        log.append(state, new IntentDocument.Tried("part", 2, "as it was", "me", LEASE))
            .orElseThrow();
    NameState elsewhere = new IntentLog(store).read("endpoint", "churn");
    assertThat(elsewhere.tries()).containsEntry("part", 2);
    assertThat(elsewhere.before()).containsEntry("part", "as it was");

    wish(log, "update", "{\"b\":1}");

    assertThat(log.read("endpoint", "churn").tries()).isEmpty();
    assertThat(log.read("endpoint", "churn").before()).isEmpty();
    assertThat(state.wishes()).hasSize(1);
  }

  private NameState wishAndSettle(IntentLog by) {
    wish(by, "deploy", "{\"model\":\"a\"}");
    return settle(by, WishOutcome.SETTLED);
  }

  private void letOthersGoOnForDays() {
    IntentLog others = new IntentLog(store);
    for (int i = 0; i < 3; i++) {
      timing.advance(Duration.ofDays(1));
      wish(others, "deploy", "{\"model\":\"other" + i + "\"}");
      settle(others, WishOutcome.SETTLED);
      others.each("endpoint", state -> {});
    }
    assertThat(keys()).doesNotContain(FOLDER + "0000000003.json");
  }

  private static NameState wish(IntentLog log, String verb, @Nullable String spec) {
    NameState state = log.read("endpoint", "churn");
    return log.append(state, wished(state.generation() + 1, verb, spec)).orElseThrow();
  }

  private static NameState settle(IntentLog log, WishOutcome outcome) {
    NameState state = log.read("endpoint", "churn");
    NameState after = log.append(state, state.ending(outcome, null)).orElseThrow();
    assertThat(after.open()).isEmpty();
    assertThat(after.wishes()).last().extracting(RecordedWish::outcome).isEqualTo(outcome);
    return after;
  }

  private static IntentDocument wished(long generation, String verb, @Nullable String spec) {
    return new IntentDocument.Wished(generation, verb, spec, 0, null, "me", LEASE);
  }

  private List<String> keys() {
    return store.list("aloft/log/endpoint/churn/", null).items().stream().map(Stored::key).toList();
  }

  private String text(String key) throws IOException {
    return new String(store.get(key, 0, -1).readAllBytes(), StandardCharsets.UTF_8);
  }

  private void put(String key, String text) {
    store.put(key, Source.of(text), true, Map.of());
  }

  /** The same store, which loses the answers of so many puts. */
  private MemoryStore losing(int times) {
    return new MemoryStore("mem:", timing, store.entries()) {
      private int lost;

      @Override
      public Stored put(
          String key, Source source, boolean createOnly, Map<String, String> metadata) {
        Stored stored = super.put(key, source, createOnly, metadata);
        lost++;
        if (lost <= times) {
          throw AloftException.of(ErrorCode.UNAVAILABLE, "no answer").build();
        }
        return stored;
      }
    };
  }
}
