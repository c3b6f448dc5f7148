package dev.aloft.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.internal.Seeds;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AloftUriTest {

  @Test
  void readsSettings() {
    AloftUri uri = AloftUri.parse("aws:?region=eu-west-1&role=arn:aws:iam::1:role/a+b%20c");

    assertThat(uri.scheme()).isEqualTo("aws");
    assertThat(uri.path()).isEmpty();
    assertThat(uri.settings())
        .containsExactly(
            Map.entry("region", "eu-west-1"), Map.entry("role", "arn:aws:iam::1:role/a+b c"));
  }

  @ParameterizedTest
  @CsvSource({
    "local:, ''",
    "local:/srv/aloft, /srv/aloft",
    "local:///srv/aloft, /srv/aloft",
    "local:target/home, target/home",
    "local:/with%20space?port=0, /with space",
    "local:C:\\aloft, C:\\aloft",
  })
  void readsThePath(String text, String path) {
    assertThat(AloftUri.parse(text).path()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "aws",
        "Aws:",
        "a-b:",
        ":",
        "aws://host",
        "aws:?region",
        "aws:?=x",
        "aws:?a=1&a=2",
        "aws:?a=%",
        "aws:?a=%4",
        "aws:?a=%zz",
        "aws:?a=1#b"
      })
  void refusesWhatIsNone(String text) {
    AloftException error = catchThrowableOfType(AloftException.class, () -> AloftUri.parse(text));

    assertThat(error.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
  }

  @Test
  void printsNoSetting() {
    assertThat(AloftUri.parse("aws:?token=s3cret")).hasToString("aws:?…");
    assertThat(Origin.ofEnvironment(Map.of("ALOFT_TOKEN", "s3cret")).toString())
        .doesNotContain("s3cret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws?token=s3cret", "aws:?token=s3cret%", "aws://h?token=s3cret"})
  void neverShowsTheQuery(String text) {
    assertThat(catchThrowableOfType(AloftException.class, () -> AloftUri.parse(text)))
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void readsBackWhatWasEncoded() {
    Seeds.random(1000, random -> readBack("aB" + random.nextInt(9), Seeds.text(random, 40)));
  }

  private static void readBack(String name, String value) {
    String arrives = new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    String encoded = URLEncoder.encode(arrives, StandardCharsets.UTF_8).replace("+", "%20");

    assertThat(AloftUri.parse("x:?" + name + "=" + encoded).settings())
        .isEqualTo(Map.of(name, arrives));
  }
}
