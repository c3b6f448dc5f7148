package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.Capability;
import dev.aloft.driver.Backend;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Page;
import dev.aloft.driver.RegisteredVersion;
import dev.aloft.driver.RegistryDriver;
import dev.aloft.driver.ServingDriver;
import dev.aloft.driver.Settings;
import dev.aloft.model.Model;
import dev.aloft.model.ModelFormat;
import dev.aloft.model.ModelManifest;
import dev.aloft.model.Signature;
import dev.aloft.serving.Endpoint;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What there is, all of it, however small the pages of the provider are. */
class ListingsTest {
  private static final int MANY = 2_345;
  private static final int PAGE = 100;

  private final Session session =
      new Engine(
              new EngineContext(
                  EngineConfig.of(
                      "big", new Settings(Map.of(), Map.of(), Set.of()), new SystemTiming())),
              new Big())
          .session(List.of());

  @AfterEach
  void close() {
    session.close();
  }

  @Test
  void listsEveryEndpoint() {
    assertThat(session.endpoints())
        .hasSize(MANY)
        .extracting(Endpoint::name)
        .doesNotHaveDuplicates()
        .contains("e0", "e" + (MANY - 1));
  }

  @Test
  void listsEveryModel() {
    assertThat(session.models().list())
        .hasSize(MANY)
        .doesNotHaveDuplicates()
        .contains("m0", "m" + (MANY - 1));
  }

  @Test
  void listsEveryVersion() {
    assertThat(session.models().versions("churn"))
        .hasSize(MANY)
        .extracting(Model::version)
        .doesNotHaveDuplicates()
        .endsWith(Optional.of(Integer.toString(MANY - 1)));
  }

  private static <T> Page<T> page(Object cursor, IntFunction<T> item) {
    int from = cursor == null ? 0 : Integer.parseInt((String) cursor);
    int to = Math.min(MANY, from + PAGE);
    return new Page<>(
        IntStream.range(from, to).mapToObj(item).toList(), to < MANY ? Integer.toString(to) : null);
  }

  private static RegisteredVersion version(int number) {
    ModelManifest manifest =
        new ModelManifest(ModelFormat.CUSTOM, "", Signature.UNKNOWN, null, Map.of(), Map.of());
    return new RegisteredVersion(
        "churn",
        Integer.toString(number),
        "mem:churn/" + number,
        "hash",
        manifest,
        Set.of(),
        Instant.EPOCH);
  }

  /** A provider of which only the listings are asked. */
  private static final class Big implements Backend {
    @Override
    public String scope() {
      return "account/region";
    }

    @Override
    public Set<Capability> capabilities() {
      return Set.of(Capability.SERVING, Capability.REGISTRY);
    }

    @Override
    public ServingDriver serving() {
      return driver(
          ServingDriver.class,
          (method, arguments) ->
              method.equals("list") ? page(arguments[0], number -> "e" + number) : null);
    }

    @Override
    public RegistryDriver registry() {
      return driver(
          RegistryDriver.class,
          (method, arguments) ->
              switch (method) {
                case "names" -> page(arguments[0], number -> "m" + number);
                case "versions" -> page(arguments[1], ListingsTest::version);
                default -> null;
              });
    }

    private static <D> D driver(Class<D> type, Listings listings) {
      return type.cast(
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (proxy, method, arguments) -> {
                Page<?> page = listings.page(method.getName(), arguments);
                if (page == null) {
                  throw new IllegalStateException(method.getName() + " is no listing");
                }
                return page;
              }));
    }

    @Override
    public ObjectStore staging() {
      throw new IllegalStateException("nothing is staged");
    }

    @Override
    public void close() {}
  }

  private interface Listings {
    Page<?> page(String method, Object[] arguments);
  }
}
