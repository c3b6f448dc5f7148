package dev.aloft.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.aloft.Aloft;
import dev.aloft.data.Column;
import dev.aloft.data.Data;
import dev.aloft.data.Row;
import dev.aloft.data.Table;
import dev.aloft.error.AloftException;
import dev.aloft.model.Model;
import dev.aloft.serving.Endpoint;
import dev.aloft.serving.Prediction;
import dev.aloft.serving.Predictions;
import dev.aloft.training.Algorithm;
import dev.aloft.training.TrainingJob;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of {@code docs/guide.md} about tables, region by region. */
class GuideTablesTest {
  @TempDir Path home;
  private Aloft aloft;

  @BeforeEach
  void open() {
    aloft = Aloft.builder().provider("local").set("home", home.resolve("home").toString()).open();
  }

  @AfterEach
  void close() {
    aloft.close();
  }

  @Test
  void takesTablesAsPeopleHaveThem() throws IOException {
    Path csv = write("flats.csv", "id;district;zip;area;price\n" + flats());
    Path newCsv = write("new.csv", "id;district;zip;area\n1;Döbling;07;60.5\n2;Hütteldorf;7;n/a\n");
    // region table
    Data flats =
        Data.csv(csv)
            .separator(';') // a comma otherwise
            .charset(StandardCharsets.ISO_8859_1) // UTF-8 otherwise
            .missing("", "n/a") // instead of the empty field, NA, NaN, nan, null and ?
            .categorical("district", "zip") // texts without an order
            .ignore("id"); // neither learned nor read
    TrainingJob job =
        TrainingJob.builder("flats", Algorithm.xgboost())
            .input("train", flats.label("price"))
            .hyperparameter("num_round", 50)
            .build();
    // endregion table
    Endpoint endpoint = aloft.trainer().train(job).await().deploy("flats");

    // region rows
    Predictions fresh = endpoint.predict(Table.read(flats.at(newCsv.toString()))); // no price there
    Predictions known = endpoint.predict(Table.read(flats).without("price"));
    Prediction one = endpoint.predict(Row.of(Map.of("district", "Döbling", "zip", "07")));
    // endregion rows
    double[] prices = Table.read(flats).toDoubles(3);
    for (int i = 0; i < prices.length; i++) {
      assertThat(known.get(i).value()).as("row %d", i).isCloseTo(prices[i], within(20.0));
    }
    assertThat(fresh.get(0).value()).isCloseTo(price("Döbling", "07", 60.5), within(20.0));
    assertThat(fresh.get(1).value())
        .isEqualTo(endpoint.predict(Row.of(Map.of("zip", "7"))).value());
    assertThat(one.value()).isNotEqualTo(fresh.get(0).value());
    assertThatThrownBy(() -> endpoint.predict(Row.of(Map.of("id", 1))))
        .isInstanceOf(AloftException.class)
        .hasMessageContaining("[id]");
  }

  @Test
  void takesATableWithoutAHeader() throws IOException {
    Path csv = write("plain.csv", flats().replaceAll("(?m)^.*?;.*?;", "").replace("n/a", ""));
    // region plain
    Data plain = Data.csv(csv).separator(';').noHeader().label(2); // f0, f1, and the label f2
    // endregion plain
    TrainingJob job =
        TrainingJob.builder("plain", Algorithm.xgboost()).input("train", plain).build();
    Model model = aloft.trainer().train(job).await();
    assertThat(model.manifest().signature().inputs().stream().map(Column::name))
        .containsExactly("f0", "f1");
    Endpoint endpoint = model.deploy("plain");
    assertThat(endpoint.predict(Row.of(Map.of("f1", 60.5))).value())
        .isEqualTo(endpoint.predict(Row.of(null, 60.5)).value());
    assertThat(endpoint.predict(Table.read(plain).without("f2"))).hasSize(200);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(home.resolve(name), text, StandardCharsets.ISO_8859_1);
  }

  private static String flats() {
    return IntStream.range(0, 200)
        .mapToObj(GuideTablesTest::flat)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String flat(int id) {
    String district = List.of("Döbling", "Wieden", "Favoriten").get(id % 3);
    String zip = id % 2 == 0 ? "07" : "7";
    double area = 40 + id % 50;
    String written = id == 7 ? "n/a" : String.valueOf(area);
    return String.join(";", "" + id, district, zip, written, "" + price(district, zip, area));
  }

  private static double price(String district, String zip, double area) {
    return 4 * area + (district.equals("Wieden") ? 500 : 0) + (zip.equals("07") ? 200 : 0);
  }
}
