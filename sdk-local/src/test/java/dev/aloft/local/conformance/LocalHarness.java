package dev.aloft.local.conformance;

import dev.aloft.Aloft;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.serving.Endpoint;
import dev.aloft.testkit.Fixtures;
import dev.aloft.testkit.ProviderHarness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A home of its own for each test. */
final class LocalHarness implements ProviderHarness {
  private final Path home;
  private final Fixtures fixtures;
  private final String serving;

  LocalHarness(Path directory, String serving) {
    this.home = directory.resolve("home");
    this.fixtures = Fixtures.xgboost(directory.resolve("fixtures"));
    this.serving = serving;
  }

  @Override
  public String name() {
    return "local-" + serving;
  }

  @Override
  public Aloft.Builder client() {
    return client("store");
  }

  @Override
  public Aloft.Builder strangersClient() {
    return client("strangers-store");
  }

  private Aloft.Builder client(String store) {
    return Aloft.builder()
        .provider("local")
        .set("home", home.toString())
        .set("serving", serving)
        .set("staging", SkewedStoreProvider.SCHEME + ":" + home.resolve(store));
  }

  @Override
  public Fixtures fixtures() {
    return fixtures;
  }

  @Override
  public void pass(Duration time) {
    SkewedStore.pass(home.resolve("store").toString(), time);
    SkewedStore.pass(home.resolve("strangers-store").toString(), time);
  }

  @Override
  public int placesAtATime() {
    return 4;
  }

  @Override
  public Optional<String> secretSetting() {
    return Optional.of("token");
  }

  @Override
  public long largestRequest() {
    return 6L << 20;
  }

  @Override
  public void close() {
    pass(Duration.ofDays(2));
    for (Aloft.Builder builder : List.of(client(), strangersClient())) {
      try (Aloft aloft = builder.open()) {
        aloft.endpoints().forEach(LocalHarness::undeploy);
      }
    }
  }

  private static void undeploy(Endpoint endpoint) {
    try {
      endpoint.undeploy();
    } catch (AloftException e) {
      if (e.code() != ErrorCode.CONFLICT_NOT_OURS) {
        throw e;
      }
    }
  }
}
