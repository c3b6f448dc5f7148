package dev.aloft.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.gax.longrunning.OperationTimedPollAlgorithm;
import com.google.api.gax.rpc.OperationCallSettings;
import dev.aloft.fake.gcp.GcpCloud;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whoever takes the vendor's own clients waits for operations as long as they last. */
class VendorWaitingTest {
  @Test
  void noOperationOfTheVendorsClientsIsGivenUpAfterFiveMinutes() throws Exception {
    try (GcpCloud cloud = GcpCloud.start();
        DirectContext context =
            new DirectContext(
                Map.of(
                    "credentials",
                    "none",
                    "endpoint",
                    cloud.grpc(),
                    "ca",
                    cloud.certificate().toString(),
                    "project",
                    cloud.project(),
                    "location",
                    cloud.location()))) {
      GcpClients clients = GcpClients.of(context);
      List<OperationCallSettings<?, ?, ?>> all = new ArrayList<>();
      all.addAll(operations(clients.jobs().getSettings()));
      all.addAll(operations(clients.models().getSettings()));
      all.addAll(operations(clients.endpoints().getSettings()));

      assertThat(all)
          .hasSizeGreaterThan(15)
          .allSatisfy(
              settings ->
                  assertThat(
                          ((OperationTimedPollAlgorithm) settings.getPollingAlgorithm())
                              .createFirstAttempt()
                              .getGlobalSettings()
                              .getTotalTimeoutDuration())
                      .isGreaterThan(Duration.ofDays(1)));
    }
  }

  private static List<OperationCallSettings<?, ?, ?>> operations(Object settings) throws Exception {
    List<OperationCallSettings<?, ?, ?>> found = new ArrayList<>();
    for (Method method : settings.getClass().getMethods()) {
      if (method.getReturnType().equals(OperationCallSettings.class)) {
        found.add((OperationCallSettings<?, ?, ?>) method.invoke(settings));
      }
    }
    return found;
  }
}
