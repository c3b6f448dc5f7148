package dev.aloft.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.driver.Provider;
import dev.aloft.driver.Setting;
import dev.aloft.driver.Settings;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.Problem;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResolverTest {
  private static final NamedProvider CLOUD =
      NamedProvider.of(
          "cloud",
          Setting.of("region", "Where.").orVariable("CLOUD_REGION"),
          Setting.of("token", "Who.").asSecret(),
          Setting.of("flavour", "How.", "plain"));
  private static final Provider HOUSE = NamedProvider.of("house", Setting.of("home", "Where."));

  private final Map<String, String> builder = new HashMap<>();
  private final Map<String, String> properties = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, String> file = new HashMap<>();
  private String uri;

  @Test
  void asksTheSourcesInOrder() {
    environment.put("CLOUD_REGION", "own variable");
    assertRegion("own variable", "the environment variable CLOUD_REGION");
    file.put("region", "file");
    assertRegion("file", "class path file");
    environment.put("ALOFT_REGION", "environment");
    assertRegion("environment", "the environment ALOFT_REGION");
    properties.put("aloft.region", "property");
    assertRegion("property", "the system properties aloft.region");
    uri = "cloud:?region=uri";
    assertRegion("uri", "the URI");
    builder.put("region", "builder");
    assertRegion("builder", "the builder");
  }

  private void assertRegion(String value, String origin) {
    Settings settings = resolve(CLOUD);
    assertThat(settings.get("region")).contains(value);
    assertThat(settings.origin("region")).isEqualTo(origin);
  }

  @Test
  void fallsBackToDefaults() {
    Settings settings = resolve(CLOUD);

    assertThat(settings.get("flavour")).contains("plain");
    assertThat(settings.origin("flavour")).isEqualTo("the default");
    assertThat(settings.get("region")).isEmpty();
    assertThat(settings.get("provider")).contains("cloud");
    assertThat(settings.duration("request-timeout")).contains(Duration.ofMinutes(1));
  }

  @Test
  void takesAnEmptyVariableAsNotSet() {
    environment.put("ALOFT_FLAVOUR", "");
    environment.put("CLOUD_REGION", " ");

    assertThat(resolve(CLOUD).get("flavour")).contains("plain");
    assertThat(resolve(CLOUD).get("region")).isEmpty();
  }

  @Test
  void readsNamesWithDashesFromTheEnvironment() {
    environment.put("ALOFT_MAX_CONCURRENT_REQUESTS", "7");

    assertThat(CoreSettings.maxConcurrentRequests(resolve(CLOUD))).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"builder", "uri", "property", "environment", "file"})
  void refusesAnUnknownNameWhereverItStands(String source) {
    put(source, "regoin", "eu");

    AloftException error = failure(CLOUD);

    assertThat(error.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(error.summary()).contains("flavour, max-concurrent-requests, provider, region");
    assertThat(error.problems()).hasSize(1);
    assertThat(error.problems().get(0).value())
        .isEqualTo(
            switch (source) {
              case "property" -> "aloft.regoin";
              case "environment" -> "ALOFT_REGOIN";
              default -> "regoin";
            });
    assertThat(error.problems().get(0).fix()).contains("did you mean region?");
  }

  @Test
  void reportsEveryUnknownNameAtOnce() {
    builder.put("one", "1");
    properties.put("aloft.two", "2");
    file.put("three", "3");

    assertThat(failure(CLOUD).problems())
        .extracting(problem -> problem.value())
        .containsExactly("one", "aloft.two", "three");
  }

  @Test
  void reportsUnknownNamesAndWrongValuesAtOnce() {
    uri = "cloud:?regoin=eu&request-timeout=soon&max-concurrent-requests=0&stage-limit=-1";
    properties.put("aloft.flavour", "odd");
    properties.put("aloft.retry-total", "PT0S");
    Provider picky =
        CLOUD.checkedBy(
            (settings, problems) ->
                problems.add("flavour", settings.get("flavour").orElseThrow(), "plain"));

    AloftException error = failure(picky);

    assertThat(error.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(error.problems())
        .extracting(Problem::toString)
        .satisfiesExactly(
            fault -> assertThat(fault).contains("regoin", "did you mean region?"),
            fault ->
                assertThat(fault)
                    .isEqualTo(
                        "request-timeout = \"soon\": seconds, or a duration such as PT5M; from the"
                            + " URI"),
            fault -> assertThat(fault).startsWith("retry-total = \"PT0S\": longer than nothing"),
            fault -> assertThat(fault).startsWith("max-concurrent-requests = 0: from 1 to 10000"),
            fault -> assertThat(fault).startsWith("stage-limit = -1: 0 or more bytes"),
            fault ->
                assertThat(fault)
                    .isEqualTo(
                        "flavour = \"odd\": plain; from the system properties aloft.flavour"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"property", "environment", "file"})
  void letsSharedSourcesHoldSettingsOfOtherProviders(String source) {
    put(source, "home", "/somewhere");

    assertThat(resolve(CLOUD).get("home")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"builder", "uri"})
  void refusesSettingsOfOtherProvidersInCode(String source) {
    put(source, "home", "/somewhere");

    assertThat(failure(CLOUD).problems()).hasSize(1);
  }

  @Test
  void findsTheNameBehindAForeignSpelling() {
    file.put("aloft.max.concurrent.requests", "3");

    assertThat(failure(CLOUD).problems().get(0).fix())
        .contains("did you mean max-concurrent-requests?");
  }

  @Test
  void leavesTheTrainingContractAlone() {
    for (String name :
        List.of("INPUT_TRAIN", "MODEL_DIR", "HYPERPARAMETERS", "METRICS", "RUN", "WORLD_SIZE")) {
      environment.put("ALOFT_" + name, "x");
    }

    assertThat(resolve(CLOUD).get("region")).isEmpty();
  }

  @Test
  void neverShowsTheValueOfASecretOrOfAnUnknownName() {
    builder.put("token", "s3cret");
    assertThat(resolve(CLOUD)).asString().contains("token=***").doesNotContain("s3cret");
    assertThat(resolve(CLOUD).get("token")).contains("s3cret");

    builder.put("tokne", "s3cret");
    uri = "cloud:?passwd=s3cret";
    AloftException error = failure(CLOUD);
    assertThat(error.getMessage() + error.toJson()).doesNotContain("s3cret");
    assertThat(error.problems()).hasSize(2);
  }

  @Test
  void findsTheProviderInEverySource() {
    assertThat(resolver().provider()).isEmpty();
    file.put("provider", "file");
    assertThat(resolver().provider()).contains("file");
    environment.put("ALOFT_PROVIDER", "environment");
    assertThat(resolver().provider()).contains("environment");
    properties.put("aloft.provider", "property");
    assertThat(resolver().provider()).contains("property");
    uri = "cloud:";
    assertThat(resolver().provider()).contains("cloud");
    builder.put("provider", "cloud");
    assertThat(resolver().provider()).contains("cloud");
  }

  @Test
  void refusesTwoProvidersInCode() {
    uri = "cloud:";
    builder.put("provider", "house");
    assertThat(providerFailure()).contains("builder");

    builder.clear();
    uri = "cloud:?provider=house";
    assertThat(providerFailure()).contains("query");
  }

  private String providerFailure() {
    return catchThrowableOfType(AloftException.class, () -> resolver().provider()).summary();
  }

  @Test
  void takesThePathAsHomeWhereThereIsOne() {
    uri = "house:/srv/aloft";

    assertThat(resolve(HOUSE).get("home")).contains("/srv/aloft");
    assertThat(resolve(HOUSE).origin("home")).isEqualTo("the URI");

    builder.put("home", "/elsewhere");
    assertThat(resolve(HOUSE).get("home")).contains("/elsewhere");
  }

  @Test
  void refusesAPathWhereThereIsNoHome() {
    uri = "cloud:/srv";

    assertThat(failure(CLOUD).summary()).contains("no path");
  }

  @Test
  void refusesTwoHomes() {
    uri = "house:/srv?home=/other";

    assertThat(failure(HOUSE).summary()).contains("home twice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "10001", "many"})
  void refusesNumbersThatCannotBe(String text) {
    builder.put("max-concurrent-requests", text);

    AloftException error = failure(CLOUD);

    assertThat(error.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(error.getMessage()).contains("max-concurrent-requests").contains("the builder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "PT0S", "-PT1S", "soon"})
  void refusesTimesThatCannotBe(String text) {
    builder.put("retry-total", text);

    assertThat(failure(CLOUD).problems()).extracting(Problem::field).containsExactly("retry-total");
  }

  private void put(String source, String name, String value) {
    switch (source) {
      case "builder" -> builder.put(name, value);
      case "uri" -> uri = "cloud:?" + name + "=" + value;
      case "property" -> properties.put("aloft." + name, value);
      case "environment" -> environment.put("ALOFT_" + name.toUpperCase(Locale.ROOT), value);
      default -> file.put(name, value);
    }
  }

  private Resolver resolver() {
    return new Resolver(
        new Sources(
            builder,
            uri == null ? null : AloftUri.parse(uri),
            properties,
            environment,
            file,
            "class path file"));
  }

  private Settings resolve(Provider provider) {
    return resolver().resolve(provider, List.of(CLOUD, HOUSE));
  }

  private AloftException failure(Provider provider) {
    return catchThrowableOfType(AloftException.class, () -> resolve(provider));
  }
}
