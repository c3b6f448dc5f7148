package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.Aloft;
import dev.aloft.Plan;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.layer.Call;
import dev.aloft.layer.Layer;
import dev.aloft.layer.Layer.Inner;
import dev.aloft.layer.Level;
import dev.aloft.model.Model;
import dev.aloft.model.ModelManifest;
import dev.aloft.serving.DeployOptions;
import dev.aloft.serving.Endpoint;
import dev.aloft.testkit.Fault;
import dev.aloft.testkit.FaultLayer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;

/** Models that lie unpacked, on endpoints that take archives only. */
class PackedModelTest extends EndpointLives {
  private static final DeployOptions SERVERLESS =
      DeployOptions.builder().option(SageMaker.SERVERLESS_MEMORY_MB, 1024).build();

  @Test
  void aModelIsPackedOnceForServerlessEndpoints() {
    openPlace(cloud -> cloud);
    Plan plan = aloft.plan(NAME, model(aloft), SERVERLESS);

    Endpoint endpoint = model(aloft).deploy(NAME, SERVERLESS);

    proveAnswers(endpoint);
    SageMakerClient service = sagemaker();
    String id = theOnlyModel(service);
    String url =
        service.describeModel(request -> request.modelName(id)).primaryContainer().modelDataUrl();
    assertThat(url).startsWith("s3://").endsWith("/model.tar.gz");
    assertThat(plan.end()).isEqualTo("done");
    assertThat(plan.steps()).first().asString().startsWith("create archive ");
    assertThat(aloft.plan(NAME, model(aloft), SERVERLESS).steps()).isEmpty();
    assertThat(packed()).isEqualTo(1);
    endpoint.undeploy();
    model(aloft).deploy("other", SERVERLESS);
    assertThat(packed()).isEqualTo(1);
  }

  private long packed() {
    return place.cloud().exchanges().of("PutObject").stream()
        .filter(sent -> sent.resource().endsWith("/model.tar.gz"))
        .count();
  }

  @Test
  void aFileThatIsNotTheModelsIsNotPacked() throws Exception {
    openPlace(cloud -> cloud);
    Model staged = aloft.models().at(staged(" "));

    AloftException error =
        catchThrowableOfType(AloftException.class, () -> staged.deploy(NAME, SERVERLESS));

    assertThat(error.code()).as(error.getMessage()).isEqualTo(ErrorCode.DATA_CORRUPTED);
    assertThat(things()).isEmpty();
    assertThat(packed()).isZero();
  }

  @Test
  void whoStopsWhilePackingHoldsNobodyUpForLong() throws Exception {
    openPlace(cloud -> cloud);
    String model = staged("");
    stopIn(
        new FaultLayer().when(this::readsTheModel, 1, Fault.stopBefore()),
        stopping -> stopping.models().at(model).deploy(NAME, SERVERLESS));
    Instant before = place.now();

    Endpoint endpoint = aloft.models().at(model).deploy(NAME, SERVERLESS);

    proveAnswers(endpoint);
    assertThat(Duration.between(before, place.now())).isLessThan(Duration.ofMinutes(10));
  }

  @Test
  void packingTakesTheTimeThatItTakes() throws Exception {
    openPlace(cloud -> cloud);
    String model = staged("");
    Aloft slow = opened(place.client().layer(new Slow()));

    Endpoint endpoint = slow.models().at(model).deploy(NAME, SERVERLESS);

    proveAnswers(endpoint);
    assertThat(packed()).isEqualTo(1);
  }

  private boolean readsTheModel(Call call) {
    return call.operation().equals("GetObject") && call.resource().endsWith("churn/model.json");
  }

  /** An hour passes before a model's file is read. */
  private final class Slow implements Layer {
    @Override
    public Set<Level> levels() {
      return EnumSet.of(Level.REQUEST);
    }

    @Override
    public <T> T around(Call call, Inner<T> inner) {
      if (readsTheModel(call)) {
        place.pass(Duration.ofHours(1));
      }
      return inner.proceed(call);
    }
  }

  /** The model in the bucket, with something added to a file behind its manifest's back. */
  private String staged(String added) throws IOException {
    Path model = place.fixtures().model().directory();
    String bucket = "models";
    place.cloud().createBucket(bucket);
    try (S3Client s3 =
        S3Client.builder()
            .region(Region.of(place.cloud().region()))
            .endpointOverride(URI.create(place.cloud().url()))
            .forcePathStyle(true)
            .build()) {
      for (String file : List.of(ModelManifest.FILE, "model.json")) {
        String text = Files.readString(model.resolve(file));
        s3.putObject(
            object -> object.bucket(bucket).key("churn/" + file),
            RequestBody.fromString(file.equals("model.json") ? text + added : text));
      }
    }
    return "s3://" + bucket + "/churn";
  }
}
