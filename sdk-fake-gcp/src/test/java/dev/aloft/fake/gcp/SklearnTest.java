package dev.aloft.fake.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.aiplatform.v1.CustomJob;
import com.google.cloud.aiplatform.v1.Endpoint;
import com.google.cloud.aiplatform.v1.JobState;
import com.google.cloud.aiplatform.v1.ModelContainerSpec;
import dev.aloft.fake.FakeClock;
import dev.aloft.fake.gcp.containers.VertexImages;
import dev.aloft.fake.work.ContainerHost;
import dev.aloft.testkit.PythonEnvironment;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models that scikit-learn itself has trained and written, behind Vertex AI's own images. */
class SklearnTest {
  private static final String TRAINING =
      "us-docker.pkg.dev/vertex-ai/training/sklearn-cpu.1-6:latest";
  private static final String SERVING =
      "us-docker.pkg.dev/vertex-ai/prediction/sklearn-cpu.1-6:latest";
  private static final String SCRIPT =
      """
      import os, sys
      import joblib, pickle
      from sklearn.linear_model import LogisticRegression
      from sklearn.pipeline import make_pipeline
      from sklearn.preprocessing import StandardScaler
      rows = [[x, 10 - x] for x in range(10)]
      model = make_pipeline(StandardScaler(), LogisticRegression())
      model.fit(rows, ["high" if row[0] > 4 else "low" for row in rows])
      directory = os.environ["AIP_MODEL_DIR"].replace("gs://", "/gcs/")
      os.makedirs(directory, exist_ok=True)
      with open(os.path.join(directory, sys.argv[1]), "wb") as file:
          {"joblib": joblib, "pkl": pickle}[sys.argv[1].split(".")[1]].dump(model, file)
      """;

  @ParameterizedTest
  @CsvSource({"model.joblib", "model.pkl"})
  void trainsAndAnswers(String file) throws Exception {
    URI requirements =
        Objects.requireNonNull(SklearnTest.class.getResource("python/sklearn.txt")).toURI();
    String python = PythonEnvironment.of(Path.of(requirements)).python();
    try (ContainerHost host = ContainerHost.withPython(python);
        GcpCloud cloud =
            GcpCloud.builder()
                .clock(FakeClock.driven())
                .images(VertexImages.standard(host))
                .start();
        Vertex vertex = new Vertex(cloud)) {
      cloud.createBucket("staging");
      Serving serving = new Serving(vertex);
      CustomJob.Builder job = Jobs.job("train", TRAINING, "python3", "-c", SCRIPT, file);
      CustomJob ended =
          vertex.ended(vertex.jobs.createCustomJob(vertex.parent(), job.build()).getName());
      assertThat(ended.getError().getMessage()).isEmpty();
      assertThat(ended.getState()).isEqualTo(JobState.JOB_STATE_SUCCEEDED);
      Endpoint endpoint = serving.endpoint("live");
      String model =
          serving.uploaded(
              "levels",
              serving
                  .model("levels", ModelContainerSpec.newBuilder().setImageUri(SERVING))
                  .setArtifactUri("gs://staging/out/train/model"));
      serving.deploy(endpoint, Serving.deployed(model, "1"));

      assertThat(serving.ask(endpoint, "{\"instances\": [[1, 9], [8, 2]]}"))
          .isEqualTo("{\"predictions\": [\"low\", \"high\"]}");
    }
  }
}
