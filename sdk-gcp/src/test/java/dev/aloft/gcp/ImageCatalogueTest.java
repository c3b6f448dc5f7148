package dev.aloft.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which image reads what, and what is said of one by its dates. */
class ImageCatalogueTest {
  private static final String TRAINING =
      "europe-docker.pkg.dev/vertex-ai/training/xgboost-cpu.2-1:latest";
  private static final String TF = "us-docker.pkg.dev/vertex-ai/prediction/tf2-cpu.2-15:latest";

  @ParameterizedTest
  @CsvSource({
    "2.1.4, 2-1",
    "2.0.3, 2-0",
    "1.7.6, 1-7",
    "1.5, 1-5",
    "1.2.1, 1-4",
    "'', 2-1",
    "odd, 1-4"
  })
  void theOldestImageThatReadsAVersionIsTaken(String version, String image) {
    assertThat(ImageCatalogue.reading("prediction", "xgboost", version))
        .map(ImageCatalogue.Row::version)
        .contains(image);
  }

  @Test
  void whatIsNewerThanAllImagesHasNone() {
    assertThat(ImageCatalogue.reading("prediction", "xgboost", "3.1.0")).isEmpty();
    assertThat(ImageCatalogue.reading("prediction", "onnx", "1.0")).isEmpty();
  }

  @Test
  void aTpuHasImagesOfItsOwn() {
    assertThat(ImageCatalogue.newest("training", "tf", "tpu"))
        .map(row -> row.uri("europe-west4"))
        .contains("europe-docker.pkg.dev/vertex-ai/training/tf-tpu.2-15.cp310:latest");
    assertThat(ImageCatalogue.newest("training", "pytorch", "tpu")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2025-07-11, ''",
    "2025-07-12, gets no patches since 2025-07-11",
    "2026-04-12, gets no patches since 2025-07-11",
    "2026-04-13, need not be there any more after 2026-07-11",
    "2026-07-11, need not be there any more after 2026-07-11",
    "2026-07-12, need not be there any more since 2026-07-11"
  })
  void whatIsSaidOfAnImageGoesByTheDay(LocalDate today, String said) {
    assertThat(ImageCatalogue.caution(TRAINING, today).orElse(""))
        .contains(said)
        .matches(text -> text.isEmpty() == said.isEmpty());
  }

  @Test
  void nothingIsSaidOfImagesWithoutDatesOrOfOthers() {
    assertThat(ImageCatalogue.caution(TF, LocalDate.parse("2026-08-01"))).isEmpty();
    assertThat(ImageCatalogue.caution("ours/image:1", LocalDate.parse("2030-01-01"))).isEmpty();
  }
}
