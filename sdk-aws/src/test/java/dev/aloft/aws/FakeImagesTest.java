package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.cloud.Rows;
import dev.aloft.fake.aws.AwsCloud;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fake runs what AWS has published, and nothing else under AWS's names. */
class FakeImagesTest {
  private static final String XGBOOST = "683313688378.dkr.ecr.us-east-1.amazonaws.com/";

  private final AwsCloud cloud = AwsCloud.start();

  @AfterEach
  void close() {
    cloud.close();
  }

  /** All addresses that AWS's own resolver gives, of the repositories that the fake runs. */
  @Test
  void knowsEveryAddressThatAwsResolves() {
    List<String> addresses =
        Rows.of(FakeImagesTest.class, "golden-image-uris.tsv", 8).stream()
            .map(row -> row.get(7))
            .filter(address -> address.matches("[0-9]{12}\\..*"))
            .filter(
                address ->
                    address.matches(
                        ".*/(sagemaker-xgboost|(pytorch|tensorflow)-training|pytorch-inference):.*"))
            .toList();

    assertThat(addresses).hasSizeGreaterThan(100);
    assertThat(addresses).allMatch(this::isKnown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        XGBOOST + "sagemaker-xgboost:9.9",
        XGBOOST + "sagemaker-xgboost:latest",
        "111111111111.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1",
        "683313688378.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:1.7-1",
        "763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.8.0-cpu-py39",
        "763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch:1.0"
      })
  void knowsNoVersionOrAccountThatThereIsNot(String address) {
    assertThat(isKnown(address)).isFalse();
  }

  @Test
  void takesTheNewestOfThePublishedLists() {
    assertThat(isKnown(XGBOOST + "sagemaker-xgboost:3.2-0")).isTrue();
    assertThat(
            isKnown(
                "763104351884.dkr.ecr.us-east-1.amazonaws.com/"
                    + "pytorch:2.13.0-cpu-amzn2023-sagemaker"))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"images.tsv", "image-dates.tsv", "registries.tsv"})
  void bothHaveTheSameRows(String file) throws Exception {
    assertThat(bytes(AwsCloud.class, "containers/" + file))
        .isEqualTo(bytes(ImageCatalogue.class, file));
  }

  private static byte[] bytes(Class<?> near, String file) throws Exception {
    try (InputStream in = Objects.requireNonNull(near.getResourceAsStream(file))) {
      return in.readAllBytes();
    }
  }

  private boolean isKnown(String address) {
    return cloud.images().training(address).isPresent()
        || cloud.images().serving(address).isPresent();
  }
}
