package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.driver.Settings;
import dev.aloft.error.Problem;
import dev.aloft.error.Problems;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegionsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"us-east-1", "us-gov-west-1", "cn-northwest-1", "ap-southeast-9", "nz-outback-1"})
  void regionsAreTakenThatThereMayBe(String region) {
    assertThat(faults(region)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"us-est-1", "us-esat-1", "us-east1", "us-east-1a"})
  void theNearestRegionIsTold(String region) {
    assertThat(faults(region))
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.field()).isEqualTo("region");
              assertThat(fault.value()).isEqualTo(region);
              assertThat(fault.fix()).contains("did you mean us-east-1");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"su-east-1", "eu-centrall-1", "eu-cnetarl-1", "europe", "eu_central_1"})
  void whatCannotBeARegionOrIsASlipIsRefused(String region) {
    assertThat(faults(region)).singleElement().extracting(Problem::field).isEqualTo("region");
  }

  @ParameterizedTest
  @CsvSource({"ap-southeast-9,did you mean ap-southeast-1", "nz-outback-1,it is used as it stands"})
  void aRegionThatIsNotKnownHereIsUsedWithAWarning(String region, String told) {
    assertThat(WrittenLog.of(() -> faults(region))).contains("WARN", region, "is not known", told);
  }

  @ParameterizedTest
  @ValueSource(strings = {"us-east-1", "us-est-1"})
  void aRegionThatIsKnownOrRefusedIsNotWarnedOf(String region) {
    assertThat(WrittenLog.of(() -> faults(region))).doesNotContain("is not known");
  }

  @Test
  void aRegionThatIsNotKnownHereIsNamedWhereItHasNoImages() {
    ImageQuery query = ImageQuery.training("xgboost", "1.7-1", "ml.m5.large");

    assertThatThrownBy(() -> ImageCatalogue.current().uri(query, "us-east-9"))
        .hasMessageContaining("us-east-9, a region that this version does not know")
        .hasMessageContaining("us-east-1");
  }

  private static List<Problem> faults(String region) {
    Problems problems = new Problems();
    AwsConfig.check(
        new Settings(Map.of("region", region, "staging", "s3://team/x"), Map.of(), Set.of()),
        problems);
    return problems.all();
  }
}
