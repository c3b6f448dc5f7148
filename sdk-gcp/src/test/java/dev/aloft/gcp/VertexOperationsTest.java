package dev.aloft.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.aiplatform.v1.DeployModelOperationMetadata;
import com.google.cloud.aiplatform.v1.DeploymentStage;
import com.google.cloud.aiplatform.v1.GenericOperationMetadata;
import com.google.cloud.aiplatform.v1.UndeployModelOperationMetadata;
import com.google.cloud.aiplatform.v1.UploadModelOperationMetadata;
import com.google.longrunning.Operation;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.rpc.Status;
import dev.aloft.driver.Part;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the operations under a resource come to, in whatever order they are listed. */
class VertexOperationsTest {
  private static final String ENDPOINT = "projects/p/locations/l/endpoints/churn";

  @Test
  void theNewestFailureIsTheOneThatBeganLastWhateverItsNumber() {
    List<Operation> listed =
        List.of(
            failed("9000", deploy(at(10, 0)), "first"),
            failed("10", deploy(at(30, 2)), "last"),
            failed("8000", deploy(at(30, 1)), "second"),
            succeeded("7", deploy(at(40, 0))));

    for (int first : new int[] {0, 1, 2, 3}) {
      assertThat(newest(turned(listed, first))).as("from %d", first).isEqualTo("10: last");
    }
  }

  @Test
  void whatFailsBesideADeployIsNotItsFailure() {
    Any strange = Any.pack(deploy(at(20, 0))).toBuilder().setTypeUrl("t/google.new.Kind").build();

    assertThat(
            newest(
                List.of(
                    failed("1", deploy(at(10, 0)), "the deploy"),
                    failed("2", undeploy(at(20, 0)), "an undeploy"),
                    failed("3", upload(at(20, 0)), "an upload"),
                    failed("4", strange, "what nobody knows"))))
        .isEqualTo("1: the deploy");
  }

  @Test
  void whatDoesNotTellWhenItBeganIsTheOldest() {
    Any broken =
        Any.pack(deploy(at(1, 0))).toBuilder().setValue(ByteString.copyFromUtf8("\nx")).build();

    assertThat(
            newest(
                List.of(
                    failed("3", broken, "broken"),
                    failed(
                        "2",
                        Any.pack(deploy(GenericOperationMetadata.getDefaultInstance())),
                        "silent"),
                    failed("1", Any.pack(deploy(at(1, 0))), "told"))))
        .isEqualTo("1: told");
    assertThat(newest(List.of(failed("3", broken, "broken")))).isEqualTo("3: broken");
  }

  @Test
  void whatRunsIsAPartEach() {
    Operation running =
        Operation.newBuilder()
            .setName(ENDPOINT + "/operations/5")
            .setMetadata(
                Any.pack(
                    deploy(at(1, 0)).toBuilder()
                        .setDeploymentStage(DeploymentStage.STARTING_MODEL_SERVER)
                        .build()))
            .build();

    VertexOperations.Seen seen = seen(List.of(succeeded("4", deploy(at(1, 0))), running));

    assertThat(seen.failed()).isEmpty();
    assertThat(seen.running())
        .singleElement()
        .satisfies(
            part -> {
              assertThat(part.id()).isEqualTo("5");
              assertThat(part.state()).isEqualTo(Part.State.CHANGING);
              assertThat(part.word()).isEqualTo("deploying, STARTING_MODEL_SERVER");
            });
  }

  private static VertexOperations.Seen seen(List<Operation> listed) {
    return VertexOperations.seen(listed, "churn", DeployModelOperationMetadata.class, true);
  }

  private static String newest(List<Operation> listed) {
    Part failed = seen(listed).failed().orElseThrow();
    return failed.id() + ": " + failed.facts().get(EndpointParts.REASON);
  }

  private static List<Operation> turned(List<Operation> listed, int first) {
    return IntStream.range(0, listed.size())
        .mapToObj(i -> listed.get((first + i) % listed.size()))
        .toList();
  }

  private static Operation failed(String number, Message metadata, String why) {
    return failed(number, Any.pack(metadata), why);
  }

  private static Operation failed(String number, Any metadata, String why) {
    return Operation.newBuilder()
        .setName(ENDPOINT + "/operations/" + number)
        .setMetadata(metadata)
        .setDone(true)
        .setError(Status.newBuilder().setCode(9).setMessage(why))
        .build();
  }

  private static Operation succeeded(String number, Message metadata) {
    return Operation.newBuilder()
        .setName(ENDPOINT + "/operations/" + number)
        .setMetadata(Any.pack(metadata))
        .setDone(true)
        .setResponse(Any.getDefaultInstance())
        .build();
  }

  private static GenericOperationMetadata at(long seconds, int nanos) {
    return GenericOperationMetadata.newBuilder()
        .setCreateTime(Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos))
        .build();
  }

  private static DeployModelOperationMetadata deploy(GenericOperationMetadata common) {
    return DeployModelOperationMetadata.newBuilder().setGenericMetadata(common).build();
  }

  private static UndeployModelOperationMetadata undeploy(GenericOperationMetadata common) {
    return UndeployModelOperationMetadata.newBuilder().setGenericMetadata(common).build();
  }

  private static UploadModelOperationMetadata upload(GenericOperationMetadata common) {
    return UploadModelOperationMetadata.newBuilder().setGenericMetadata(common).build();
  }
}
