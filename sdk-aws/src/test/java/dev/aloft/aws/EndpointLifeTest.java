package dev.aloft.aws;

import static dev.aloft.serving.EndpointState.READY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.aloft.Aloft;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.fake.aws.Stage;
import dev.aloft.fake.aws.Timetable;
import dev.aloft.layer.Call;
import dev.aloft.layer.Layer.Inner;
import dev.aloft.model.Model;
import dev.aloft.serving.DeployOptions;
import dev.aloft.serving.Endpoint;
import dev.aloft.testkit.Fault;
import dev.aloft.testkit.FaultLayer;
import dev.aloft.testkit.Thing;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.Tag;

/** Lives of endpoints beside others and through what the service does by itself. */
class EndpointLifeTest extends EndpointLives {
  private static final String OTHER_ROLE = "arn:aws:iam::123456789012:role/other";

  @Test
  void whoeverIsFasterIsLeftAloneAndNothingOfOursStays() {
    openPlace(cloud -> cloud);
    model(opened(place.strangersClient())).deploy("theirs");
    SageMakerClient stranger = sagemaker();
    String config = theOnlyConfig(stranger);
    faults.onOperation(
        "CreateEndpoint",
        1,
        before(
            () ->
                stranger.createEndpoint(
                    request -> request.endpointName(NAME).endpointConfigName(config))));

    AloftException error =
        catchThrowableOfType(AloftException.class, () -> model(aloft).deploy(NAME));

    assertThat(error.code()).as(error.getMessage()).isEqualTo(ErrorCode.CONFLICT_NOT_OURS);
    assertThat(things())
        .extracting(Thing::id)
        .contains(NAME, "theirs", config)
        .noneMatch(id -> id.startsWith("aloft-" + NAME));
    assertThat(aloft.orphans().parts()).isEmpty();
  }

  private static Fault before(Runnable work) {
    return new Fault() {
      @Override
      public <T> T strike(Call call, Inner<T> inner) {
        work.run();
        return inner.proceed(call);
      }
    };
  }

  @Test
  void othersPartsUnderTheNameDoNotKeepOursFromGoing() {
    openPlace(cloud -> cloud);
    Endpoint endpoint = model(aloft).deploy(NAME);
    SageMakerClient stranger = sagemaker();
    String config = theOnlyConfig(stranger);
    var theirs = stranger.describeEndpointConfig(request -> request.endpointConfigName(config));
    String left = EndpointParts.prefix(NAME) + "aaaaaaaaaaaa";
    stranger.createEndpointConfig(
        request ->
            request.endpointConfigName(left).productionVariants(theirs.productionVariants()));

    endpoint.update(otherModel(aloft));
    endpoint.undeploy();

    assertThat(things()).extracting(Thing::id).containsExactly(left);
  }

  @Test
  void anotherSettingIsAppliedByTheNextDeployAndTakenBackByARollback() {
    openPlace(cloud -> cloud);
    Endpoint endpoint = model(aloft).deploy(NAME);
    SageMakerClient service = sagemaker();
    String first = theOnlyModel(service);
    Aloft elsewhere =
        opened(
            place
                .client()
                .set("role", OTHER_ROLE)
                .set("subnets", "subnet-0a1b2c3d")
                .set("security-groups", "sg-0a1b2c3d")
                .set("kms-key", "alias/other"));

    model(elsewhere).deploy(NAME);

    String second = theOnlyModel(service);
    String config = theOnlyConfig(service);
    var model = service.describeModel(request -> request.modelName(second));
    assertThat(second).isNotEqualTo(first);
    assertThat(model.executionRoleArn()).isEqualTo(OTHER_ROLE);
    assertThat(model.vpcConfig().subnets()).containsExactly("subnet-0a1b2c3d");
    assertThat(
            service
                .describeEndpointConfig(request -> request.endpointConfigName(config))
                .kmsKeyId())
        .isEqualTo("alias/other");
    assertThat(endpoint.status().state()).as("as the first client sees it").isEqualTo(READY);
    elsewhere.endpoint(NAME).rollback();
    assertThat(theOnlyModel(service)).isEqualTo(first);
    assertThat(elsewhere.endpoint(NAME).status().state()).isEqualTo(READY);
  }

  @Test
  void anUpdateThatNeverRanDoesNotFailForTheReasonOfTheOneBefore() throws Exception {
    openPlace(cloud -> cloud);
    Endpoint endpoint = model(aloft).deploy(NAME);
    AloftException first =
        catchThrowableOfType(AloftException.class, () -> endpoint.update(brokenModel(aloft)));
    assertThat(first.code()).isEqualTo(ErrorCode.ROLLED_BACK);
    stopIn(
        new FaultLayer().onOperation("UpdateEndpoint", 1, Fault.stopBefore()),
        stopping -> stopping.endpoint(NAME).update(brokenModel(stopping)));
    assertThat(updates()).isEqualTo(1);

    place.pass(Duration.ofMinutes(5));
    aloft.recover();

    assertThat(updates()).as("updates that were sent").isEqualTo(2);
    assertThat(endpoint.status().state()).isEqualTo(READY);
    proveAnswers(endpoint);
  }

  private long updates() {
    return place.cloud().exchanges().of("UpdateEndpoint").size();
  }

  private Model brokenModel(Aloft client) {
    return client.models().at(place.fixtures().brokenModel().toUri().toString());
  }

  @Test
  void labelsOfARedeployAreApplied() {
    openPlace(cloud -> cloud);
    model(aloft).deploy(NAME, labelled("a"));
    SageMakerClient service = sagemaker();
    String arn = service.describeEndpoint(request -> request.endpointName(NAME)).endpointArn();
    service.addTags(
        request ->
            request.resourceArn(arn).tags(Tag.builder().key("theirs").value("kept").build()));
    Aloft elsewhere = opened(place.client());

    model(elsewhere).deploy(NAME, labelled("b"));

    assertThat(tags(service, arn)).containsEntry("cost", "b").containsEntry("theirs", "kept");
    assertThat(aloft.plan(NAME, model(aloft), labelled("b")).steps()).isEmpty();
    assertThat(aloft.plan(NAME, model(aloft), labelled("a")).steps())
        .singleElement()
        .asString()
        .isEqualTo("label endpoint " + NAME);
    model(aloft).deploy(NAME, labelled("a"));
    assertThat(tags(service, arn)).containsEntry("cost", "a");
    assertThat(place.cloud().exchanges().of("UpdateEndpoint")).isEmpty();
    elsewhere.endpoint(NAME).rollback();
    assertThat(tags(service, arn)).containsEntry("cost", "b");

    assertThat(aloft.plan(NAME, model(aloft), DeployOptions.defaults()).steps())
        .singleElement()
        .hasToString("unlabel endpoint " + NAME);
    model(aloft).deploy(NAME, DeployOptions.defaults());
    assertThat(tags(service, arn)).doesNotContainKey("cost").containsEntry("theirs", "kept");
    assertThat(tags(service, arn)).containsKeys("aloft-owner", "aloft-name");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10})
  void aCanaryThatCannotBeIsRefusedBeforeItsModelIsCopied(int percent) {
    openPlace(cloud -> cloud);
    DeployOptions serverless =
        DeployOptions.builder().option(SageMaker.SERVERLESS_MEMORY_MB, 2048).build();
    Endpoint endpoint = model(aloft).deploy(NAME, serverless);
    Model other = otherModel(aloft);
    long puts = place.cloud().exchanges().count("PutObject");

    AloftException error =
        catchThrowableOfType(AloftException.class, () -> endpoint.canary(other, percent));

    assertThat(error.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(error.getMessage()).contains("a serverless endpoint has no canary");
    assertThat(place.cloud().exchanges().count("PutObject")).isEqualTo(puts);
  }

  @ParameterizedTest
  @CsvSource({"400,AccessDeniedException", "400,ValidationException", "500,InternalFailure"})
  void aLabelThatCannotBeTakenAwayTakesNoDeployBack(int status, String code) {
    openPlace(cloud -> cloud);
    model(aloft).deploy(NAME, labelled("a"));
    SageMakerClient service = sagemaker();
    String first = theOnlyModel(service);
    String denial = "User: me is not authorized to perform: sagemaker:DeleteTags on resource: it";
    place.cloud().faults().on("DeleteTags").always().fail(status, code, denial);

    Endpoint endpoint = otherModel(aloft).deploy(NAME, DeployOptions.defaults());

    assertThat(theOnlyModel(service)).isNotEqualTo(first);
    assertThat(endpoint.status().state()).isEqualTo(READY);
    String arn = service.describeEndpoint(request -> request.endpointName(NAME)).endpointArn();
    assertThat(tags(service, arn)).containsEntry("cost", "a");
  }

  private static DeployOptions labelled(String cost) {
    return DeployOptions.builder().label("cost", cost).build();
  }

  private static Map<String, String> tags(SageMakerClient service, String arn) {
    return service.listTags(request -> request.resourceArn(arn)).tags().stream()
        .collect(Collectors.toMap(Tag::key, Tag::value));
  }

  @Test
  void tagsThatAreToldLateMakeNothingForeign() {
    openPlace(
        cloud -> cloud.timetable(Timetable.usual().with(Stage.TAGS_LAG, Duration.ofSeconds(20))));

    Endpoint endpoint = model(aloft).deploy(NAME);

    proveAnswers(endpoint);
    endpoint.update(otherModel(aloft));
    endpoint.undeploy();
    assertThat(things()).isEmpty();
  }
}
