package dev.aloft.fake.aws.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonTextTest {

  @ParameterizedTest
  @CsvSource({
    "0,0.0",
    "-0.0,-0.0",
    "1,1.0",
    "0.1,0.1",
    "1e-4,0.0001",
    "1e-5,1e-05",
    "1.5e-7,1.5e-07",
    "1e15,1000000000000000.0",
    "1e16,1e+16",
    "1.25e100,1.25e+100",
    "-2.5,-2.5",
    "NaN,nan",
    "-Infinity,-inf"
  })
  void laysNumbersOutAsPythonDoes(double value, String text) {
    assertThat(PythonText.of(value)).isEqualTo(text);
  }

  @Test
  void printsTheDigitsThatPythonPrints() throws Exception {
    Random random = new Random(7);
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      values.add((double) random.nextFloat());
      values.add((double) Float.intBitsToFloat(random.nextInt()));
      values.add(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
    }
    Process python =
        new ProcessBuilder(
                "python3", "-c", "import sys\nfor l in sys.stdin: print(float.fromhex(l.strip()))")
            .start();
    StringBuilder hex = new StringBuilder();
    values.removeIf(value -> value.isNaN() || value.isInfinite());
    values.forEach(value -> hex.append(Double.toHexString(value)).append('\n'));
    Thread writer =
        new Thread(
            () -> {
              try (var out = python.getOutputStream()) {
                out.write(hex.toString().getBytes(StandardCharsets.UTF_8));
              } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    writer.start();
    String printed = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(printed.lines()).isEqualTo(values.stream().map(PythonText::of).toList());
  }
}
