package dev.aloft.fake.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.cloud.aiplatform.v1.Endpoint;
import com.google.cloud.aiplatform.v1.EndpointServiceClient.ListEndpointsPage;
import com.google.cloud.aiplatform.v1.ListEndpointsRequest;
import com.google.cloud.aiplatform.v1.ListModelsRequest;
import com.google.cloud.aiplatform.v1.ListTrainingPipelinesRequest;
import com.google.longrunning.ListOperationsRequest;
import com.google.longrunning.Operation;
import dev.aloft.fake.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages, orders and filters of lists. */
class ListsTest {
  private final FakeClock clock = FakeClock.driven();
  private GcpCloud cloud;
  private Vertex vertex;
  private Serving serving;

  @BeforeEach
  void start() {
    cloud = GcpCloud.builder().clock(clock).timetable(Timetable.instant()).unlimitedRates().start();
    vertex = new Vertex(cloud);
    serving = new Serving(vertex);
  }

  @AfterEach
  void end() {
    vertex.close();
    cloud.close();
  }

  private void endpoints(String... ids) throws Exception {
    for (String id : ids) {
      serving.endpoint(id);
      clock.advance(Duration.ofSeconds(1));
    }
  }

  private ListEndpointsRequest.Builder asked() {
    return ListEndpointsRequest.newBuilder().setParent(vertex.parent());
  }

  private List<String> listed(ListEndpointsRequest.Builder request) {
    return StreamSupport.stream(
            vertex.endpoints.listEndpoints(request.build()).iterateAll().spliterator(), false)
        .map(Endpoint::getDisplayName)
        .toList();
  }

  @Test
  void whatIsDeletedWhileItIsListedHidesNothing() throws Exception {
    endpoints("a", "b", "c", "d", "e");
    List<String> seen = new ArrayList<>();

    for (Endpoint one :
        vertex.endpoints.listEndpoints(asked().setPageSize(2).build()).iterateAll()) {
      seen.add(one.getDisplayName());
      vertex.done(vertex.endpoints.deleteEndpointAsync(one.getName()));
    }

    assertThat(seen).containsExactly("e", "d", "c", "b", "a");
  }

  @Test
  void whatIsMadeBetweenPagesIsNotListedTwice() throws Exception {
    endpoints("a", "b", "c");
    ListEndpointsPage first =
        vertex.endpoints.listEndpoints(asked().setPageSize(2).build()).getPage();
    endpoints("d");

    assertThat(first.getNextPage().getValues())
        .extracting(Endpoint::getDisplayName)
        .containsExactly("a");
  }

  @Test
  void aTokenIsForOneListAlone() throws Exception {
    endpoints("a", "b", "c");
    String token =
        vertex.endpoints.listEndpoints(asked().setPageSize(1).build()).getPage().getNextPageToken();

    assertThatThrownBy(() -> listed(asked().setPageToken(token).setFilter("display_name=\"a\"")))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> listed(asked().setPageToken(token).setOrderBy("display_name")))
        .isInstanceOf(InvalidArgumentException.class);
    assertThat(listed(asked().setPageToken(token))).containsExactly("b", "a");
  }

  @Test
  void operationsGoOnAsWell() throws Exception {
    Endpoint endpoint = serving.endpoint("a");
    String model = serving.uploaded("m", Serving.container("mine/none"));
    for (int i = 0; i < 3; i++) {
      serving.deploying(endpoint, Serving.deployed(model, Integer.toString(i + 1)));
      cloud.settle();
      clock.advance(Duration.ofHours(1));
    }
    ListOperationsRequest request =
        ListOperationsRequest.newBuilder().setName(endpoint.getName()).setPageSize(1).build();
    List<String> seen = new ArrayList<>();

    for (Operation one :
        vertex.endpoints.getOperationsClient().listOperations(request).iterateAll()) {
      seen.add(one.getName());
      vertex.endpoints.getOperationsClient().deleteOperation(one.getName());
    }

    assertThat(seen).doesNotHaveDuplicates().hasSize(4);
  }

  @Test
  void everyFieldOfAnOrderCounts() throws Exception {
    endpoints("b", "a");
    Endpoint same = serving.endpoint("c", Endpoint.newBuilder());
    clock.advance(Duration.ofSeconds(1));
    vertex.endpoints.updateEndpoint(
        same.toBuilder().setDisplayName("a").build(),
        com.google.protobuf.FieldMask.newBuilder().addPaths("display_name").build());

    List<String> ids =
        StreamSupport.stream(
                vertex
                    .endpoints
                    .listEndpoints(asked().setOrderBy("display_name, create_time desc").build())
                    .iterateAll()
                    .spliterator(),
                false)
            .map(one -> one.getName().substring(one.getName().lastIndexOf('/') + 1))
            .toList();

    assertThat(ids).containsExactly("c", "a", "b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "display_name down", "labels", "create_time desc asc", ","})
  void anOrderThatIsNoneIsRefused(String order) throws Exception {
    endpoints("a");
    assertThatThrownBy(() -> listed(asked().setOrderBy(order)))
        .isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void theDocumentedFiltersAreKnownInBothSpellings() throws Exception {
    endpoints("a", "b");
    serving.uploaded("m", Serving.container("mine/one"));

    assertThat(listed(asked().setFilter("displayName=\"a\""))).containsExactly("a");
    assertThat(listed(asked().setFilter("baseModelName=\"text-bison\""))).isEmpty();
    assertThat(
            vertex
                .models
                .listModels(
                    ListModelsRequest.newBuilder()
                        .setParent(vertex.parent())
                        .setFilter("base_model_name=\"text-bison\"")
                        .build())
                .iterateAll())
        .isEmpty();
    assertThat(
            vertex
                .pipelines
                .listTrainingPipelines(
                    ListTrainingPipelinesRequest.newBuilder()
                        .setParent(vertex.parent())
                        .setFilter("training_task_definition:\"*custom_task*\"")
                        .build())
                .iterateAll())
        .isEmpty();
  }
}
