package dev.aloft.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.data.Column;
import dev.aloft.data.Data;
import dev.aloft.driver.Upload;
import dev.aloft.error.AloftException;
import dev.aloft.model.ModelManifest;
import dev.aloft.training.Algorithm;
import dev.aloft.training.Script;
import dev.aloft.training.TrainingJob;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is sent of a job's inputs. */
class JobInputsTest {
  @TempDir private Path directory;
  private Path train;
  private Path validation;

  @BeforeEach
  void write() throws IOException {
    train = Files.writeString(directory.resolve("train.csv"), "size,benign,age\n1,0,2\n");
    validation = Files.writeString(directory.resolve("validation.csv"), "size,age,benign\n3,4,1\n");
  }

  @Test
  void tablesOfAnAlgorithmHaveTheColumnsOfTheTableThatIsTrainedOn() throws IOException {
    TrainingJob job =
        xgboost()
            .input("train", Data.csv(train).label("benign"))
            .input("validation", Data.csv(validation).label("benign"))
            .build();

    List<Upload> uploads = JobInputs.uploads(job);

    assertThat(uploads)
        .extracting(Upload::name)
        .containsExactlyInAnyOrder(JobInputs.upload("train"), JobInputs.upload("validation"));
    assertThat(sent(uploads, "train")).isEqualTo("0,1,2\n");
    assertThat(sent(uploads, "validation")).isEqualTo("1,3,4\n");

    Files.writeString(validation, "age,size,benign\n4,3,1\n");
    assertThatThrownBy(() -> sent(uploads, "validation"))
        .isInstanceOf(AloftException.class)
        .hasMessageContaining("[age, size] instead of [size, age]");
  }

  @Test
  void whatAScriptReadsGoesAsItIs() {
    TrainingJob job =
        TrainingJob.builder("tells", Script.of(directory, "train.csv"))
            .input("train", Data.csv(train).label("benign"))
            .build();

    assertThat(JobInputs.uploads(job))
        .singleElement()
        .satisfies(
            upload -> {
              assertThat(upload.name()).isEqualTo("input.train");
              assertThat(upload.path()).isEqualTo(train);
            });
  }

  @Test
  void theManifestHasTheColumnsThatAreKnown() {
    TrainingJob local =
        xgboost()
            .input("train", Data.csv(train).label("benign"))
            .hyperparameter("objective", "binary:logistic")
            .build();
    ModelManifest known = JobInputs.manifest(local, "1.7");
    assertThat(JobInputs.isTrainLocal(local)).isTrue();
    assertThat(known.signature().inputs()).extracting(Column::name).containsExactly("size", "age");
    assertThat(known.toJson()).contains("1.7", "binary:logistic");

    TrainingJob remote =
        xgboost().input("train", Data.csv("s3://bucket/train.csv").label("benign")).build();
    ModelManifest unknown = JobInputs.manifest(remote, "");
    assertThat(JobInputs.uploads(remote)).isEmpty();
    assertThat(JobInputs.isTrainLocal(remote)).isFalse();
    assertThat(unknown.signature().inputs()).isEmpty();
    assertThat(unknown.toJson()).contains("reg:squarederror");
  }

  private static TrainingJob.Builder xgboost() {
    return TrainingJob.builder("tumours", Algorithm.xgboost());
  }

  private static String sent(List<Upload> uploads, String input) throws IOException {
    Upload upload =
        uploads.stream()
            .filter(one -> one.name().equals(JobInputs.upload(input)))
            .findFirst()
            .orElseThrow();
    try (InputStream in = upload.stream().open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
