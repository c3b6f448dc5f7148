package dev.aloft.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.Aloft;
import dev.aloft.driver.Payload;
import dev.aloft.error.AloftException;
import dev.aloft.fake.Faults;
import dev.aloft.fake.aws.AwsCloud;
import dev.aloft.fake.aws.FakeAws;
import dev.aloft.fake.work.Images;
import dev.aloft.fake.work.InstantWork;
import dev.aloft.fake.work.TrainingContainer;
import dev.aloft.model.Model;
import dev.aloft.serving.DeployOptions;
import dev.aloft.serving.Endpoint;
import dev.aloft.serving.Protocol;
import dev.aloft.serving.ServingRuntime;
import dev.aloft.training.Container;
import dev.aloft.training.TrainingJob;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * How a team tests its releases offline: its own code, a SageMaker in the JVM, and images of which
 * the test says what they do, so that nothing is really trained.
 */
// region release
@FakeAws
class ReleaseTest {
  private static final String REGISTRY = "123456789012.dkr.ecr.us-east-1.amazonaws.com/";

  /** The code of the team: a new model gets one call in ten, then all or none. */
  record Releases(Aloft aloft, Predicate<Endpoint> isGood) {
    Model train(int version) {
      String image = REGISTRY + "fraud-training:" + version;
      return aloft
          .trainer()
          .train(TrainingJob.builder("fraud", Container.of(image)).build())
          .await();
    }

    Endpoint first(Model model) {
      ServingRuntime runtime =
          ServingRuntime.container(
              REGISTRY + "fraud-serving:1", 8080, "/invocations", "/ping", Protocol.SAGEMAKER);
      return model.deploy("fraud", DeployOptions.builder().runtime(runtime).build());
    }

    boolean release(Endpoint endpoint, Model candidate) {
      endpoint.canary(candidate, 10);
      boolean good = isGood.test(endpoint);
      Endpoint unused = good ? endpoint.promote() : endpoint.rollback();
      return good;
    }
  }

  @BeforeEach
  void sayWhatTheImagesDo(Images images) {
    images
        .training(image -> image.endsWith("fraud-training:1"), leaves("0.25"))
        .training(image -> image.endsWith("fraud-training:2"), leaves("0.75"))
        .serving(
            image -> image.endsWith("fraud-serving:1"),
            work -> {
              String score = Files.readString(work.root().resolve("model/score.txt"));
              return InstantWork.serving(call -> InstantWork.text(200, "text/csv", score))
                  .start(work);
            });
  }

  private static TrainingContainer leaves(String score) {
    return InstantWork.training(Map.of("model/score.txt", score));
  }

  private static String ask(Endpoint endpoint) {
    return endpoint.invoke(Payload.of("1,2".getBytes(StandardCharsets.UTF_8), "text/csv")).text();
  }

  @Test
  void aGoodCandidateGetsAllCalls(Aloft aloft) {
    Releases releases = new Releases(aloft, endpoint -> true);
    Endpoint endpoint = releases.first(releases.train(1));
    assertThat(ask(endpoint)).isEqualTo("0.25");

    assertThat(releases.release(endpoint, releases.train(2))).isTrue();

    assertThat(ask(endpoint)).isEqualTo("0.75");
    endpoint.undeploy();
  }

  @Test
  void aBadCandidateIsTakenBack(AwsCloud cloud, Aloft aloft) {
    Releases releases = new Releases(aloft, endpoint -> false);
    Endpoint endpoint = releases.first(releases.train(1));

    assertThat(releases.release(endpoint, releases.train(2))).isFalse();

    assertThat(ask(endpoint)).isEqualTo("0.25");
    assertThat(endpoint.status().traffic().values()).containsExactly(100);
    endpoint.undeploy();
    assertThat(cloud.things()).noneMatch(AwsCloud.Thing::bills); // nothing costs money any more
  }

  @Test
  void aLostAnswerMakesNoSecondEndpoint(AwsCloud cloud, Aloft aloft, Faults faults) {
    faults.on("CreateEndpoint").loseAnswer(); // made, and nobody hears of it
    faults.on("DescribeEndpoint").times(3).fail(500, "InternalFailure", "");
    Releases releases = new Releases(aloft, endpoint -> true);

    Endpoint endpoint = releases.first(releases.train(1));

    assertThat(ask(endpoint)).isEqualTo("0.25");
    assertThat(cloud.exchanges().count("CreateEndpoint")).isEqualTo(1);
    endpoint.undeploy();
  }

  @Test
  void anImageThatNobodyKnowsIsRefused(Aloft aloft) {
    Releases releases = new Releases(aloft, endpoint -> true);

    assertThatThrownBy(() -> releases.train(3))
        .isInstanceOf(AloftException.class)
        .hasMessageContaining("fraud-training:3");
  }
}
// endregion release
