package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.error.ErrorCode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {

  @Test
  void sortsNamesAtEveryDepth() {
    Map<String, Object> inner = new LinkedHashMap<>();
    inner.put("b", null);
    inner.put("a", true);
    Map<String, Object> outer = new LinkedHashMap<>();
    outer.put("z", List.of(inner, "é\n\"\\"));
    outer.put("Z", ErrorCode.BUSY);

    assertThat(CanonicalJson.write(outer))
        .isEqualTo("{\"Z\":\"BUSY\",\"z\":[{\"a\":true,\"b\":null},\"é\\n\\\"\\\\\"]}");
  }

  @Test
  void writesWholeNumbersAlikeWhateverTheirType() {
    assertThat(
            CanonicalJson.write(
                Arrays.asList(
                    (byte) 7, (short) 7, 7, 7L, BigInteger.valueOf(7), new AtomicLong(7))))
        .isEqualTo("[7,7,7,7,7,7]");
  }

  @Test
  void writesBrokenNumbersAlikeWhateverTheirType() {
    assertThat(CanonicalJson.write(List.of(0.1, 0.1f, new BigDecimal("0.10"))))
        .isEqualTo("[0.1,0.1,0.1]");
  }

  @Test
  void keepsWholeAndBrokenNumbersApart() {
    assertThat(CanonicalJson.write(List.of(1, 1.0))).isEqualTo("[1,1.0]");
  }

  @Test
  void writesTheShortestTextAlsoWhereJava17DoesNot() {
    for (String shortest : List.of("0.002", "2.2250738585072014E-308", "2.0E23", "4.9E-324")) {
      assertThat(CanonicalJson.write(Double.valueOf(shortest))).isEqualTo(shortest);
    }
    assertThat(CanonicalJson.write(Float.valueOf("1.4E-45"))).isEqualTo("1.4E-45");
  }

  @Test
  void keepsEveryDigit() {
    assertThat(CanonicalJson.write(Long.MAX_VALUE)).isEqualTo("9223372036854775807");
    assertThat(CanonicalJson.write(new BigDecimal("0.12345678901234567890123")))
        .isEqualTo("0.12345678901234567890123");
  }

  @Test
  void doublesReadBack() {
    Seeds.random(
        1000,
        random -> {
          double number = Seeds.finite(random);
          assertThat(Double.parseDouble(CanonicalJson.write(number))).isEqualTo(number);
        });
  }

  @Test
  void refusesWhatJsonLacks() {
    assertThatThrownBy(() -> CanonicalJson.write(Double.NaN)).hasMessage("no JSON for NaN");
    assertThatThrownBy(() -> CanonicalJson.write(Float.NEGATIVE_INFINITY))
        .hasMessage("no JSON for -Infinity");
    assertThatThrownBy(() -> CanonicalJson.write(List.of(new Object())))
        .hasMessage("no JSON for java.lang.Object");
  }
}
