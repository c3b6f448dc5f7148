package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.cloud.Rows;
import dev.aloft.error.AloftException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** AWS's own resolver is the judge of the addresses. */
class ImageCatalogueTest {
  private static final ImageCatalogue IMAGES = ImageCatalogue.current();

  /** AWS's resolver gives these another version, for ARM. */
  private static final Set<String> ARM_BUG = Set.of("0.20.0", "0.23-1", "1.2-1", "1.4-2-py312");

  @Test
  void givesEveryAddressThatTheVendorsOwnToolGives() {
    List<String> wrong = new ArrayList<>();
    int given = 0;
    int refused = 0;
    for (List<String> row : Rows.of(ImageCatalogueTest.class, "golden-image-uris.tsv", 8)) {
      if (row.get(0).equals("framework") || isArmBug(row)) {
        continue;
      }
      String expected = row.get(7);
      String got = uri(row);
      boolean same = expected.startsWith("ERROR") ? got.isEmpty() : got.equals(expected);
      given += got.isEmpty() ? 0 : 1;
      refused += got.isEmpty() ? 1 : 0;
      if (!same) {
        wrong.add(row + " gave " + got);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(refused).isEqualTo(38);
    assertThat(given).isEqualTo(760 - 38 - 4);
  }

  private static boolean isArmBug(List<String> row) {
    return row.get(0).equals("sklearn")
        && row.get(5).startsWith("ml.c6g.")
        && ARM_BUG.contains(row.get(1));
  }

  private static String uri(List<String> row) {
    ImageQuery query =
        new ImageQuery(row.get(0), row.get(1), row.get(2), row.get(3), row.get(4), row.get(5));
    try {
      return IMAGES.uri(query, row.get(6));
    } catch (AloftException e) {
      return "";
    }
  }

  @Test
  void saysWhatThereIsInsteadOfWhatThereIsNot() {
    assertThatThrownBy(
            () -> IMAGES.uri(ImageQuery.training("xgboost", "9.9-9", "ml.m5.large"), "eu-west-1"))
        .hasMessageContaining("xgboost 9.9-9")
        .hasMessageContaining("3.2-0")
        .hasMessageContaining("full address");
    assertThatThrownBy(
            () -> IMAGES.uri(ImageQuery.training("xgboost", "3.2-0", "ml.m5.large"), "moon-1"))
        .hasMessageContaining("moon-1");
  }

  @Test
  void knowsUntilWhenAnImageGetsPatches() {
    String image =
        IMAGES.uri(ImageQuery.training("xgboost", "3.2-0", "ml.m5.large"), "eu-central-1");
    assertThat(IMAGES.endOfPatch(image)).contains(LocalDate.of(2027, 5, 13));
    assertThat(IMAGES.endOfPatch("123456789012.dkr.ecr.eu-central-1.amazonaws.com/mine:1"))
        .isEmpty();
  }
}
