package dev.aloft.fake.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.fake.Exchange;
import dev.aloft.fake.FakeClock;
import dev.aloft.fake.work.Images;
import dev.aloft.fake.work.InstantWork;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.servicequotas.model.RequestStatus;
import software.amazon.awssdk.services.servicequotas.model.ServiceQuota;
import software.amazon.awssdk.services.sts.StsClient;

class SmallServicesTest {
  private final FakeClock clock = FakeClock.driven();
  private final AwsCloud cloud =
      AwsCloud.builder()
          .clock(clock)
          .images(
              new Images()
                  .training(image -> image.endsWith("/known:1"), InstantWork.training(Map.of())))
          .quota("ml.m5.large for endpoint usage", 3)
          .start();

  @AfterEach
  void close() {
    cloud.close();
  }

  private <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
    return builder
        .endpointOverride(URI.create(cloud.url()))
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIATEST", "secret")))
        .build();
  }

  @Test
  void stsTellsWhoCallsAndHandsOutRoles() {
    try (StsClient sts = client(StsClient.builder())) {
      assertThat(sts.getCallerIdentity().account()).isEqualTo("123456789012");
      assertThat(sts.getCallerIdentity().arn()).endsWith(":user/AKIATEST");
      var assumed =
          sts.assumeRole(
              request ->
                  request
                      .roleArn("arn:aws:iam::123456789012:role/path/Train")
                      .roleSessionName("s"));
      assertThat(assumed.credentials().accessKeyId()).startsWith("ASIA");
      assertThat(assumed.assumedRoleUser().arn())
          .isEqualTo("arn:aws:sts::123456789012:assumed-role/Train/s");
    }
    assertThat(cloud.exchanges().actions())
        .containsOnlyKeys("sts:GetCallerIdentity", "sts:AssumeRole");
  }

  @Test
  void iamKnowsEveryRoleAndRefusesOtherOperationsByName() {
    try (IamClient iam = client(IamClient.builder())) {
      assertThat(iam.getRole(request -> request.roleName("Train")).role().arn())
          .isEqualTo("arn:aws:iam::123456789012:role/Train");
      assertThatThrownBy(iam::listUsers)
          .isInstanceOfSatisfying(
              AwsServiceException.class,
              e -> {
                assertThat(e.statusCode()).isEqualTo(400);
                assertThat(e.awsErrorDetails().errorMessage()).contains("ListUsers");
              });
    }
    assertThat(cloud.exchanges().of("GetRole").get(0).resource()).isEqualTo("Train");
  }

  private static ImageIdentifier tagged(String tag) {
    return ImageIdentifier.builder().imageTag(tag).build();
  }

  @Test
  void ecrHasTheImagesThatTheFakeKnows() {
    try (EcrClient ecr = client(EcrClient.builder())) {
      var known =
          ecr.describeImages(request -> request.repositoryName("known").imageIds(tagged("1")));
      assertThat(known.imageDetails().get(0).imageDigest()).startsWith("sha256:");
      assertThatThrownBy(
              () ->
                  ecr.describeImages(
                      request -> request.repositoryName("known").imageIds(tagged("2"))))
          .isInstanceOfSatisfying(
              AwsServiceException.class,
              e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ImageNotFoundException"));
      assertThat(ecr.getAuthorizationToken().authorizationData()).hasSize(1);
    }
  }

  @Test
  void quotasAreFoundByNameOverAllPages() {
    try (ServiceQuotasClient quotas = client(ServiceQuotasClient.builder())) {
      Map<String, Double> all =
          quotas
              .listServiceQuotasPaginator(request -> request.serviceCode("sagemaker"))
              .quotas()
              .stream()
              .collect(Collectors.toMap(ServiceQuota::quotaName, ServiceQuota::value));
      assertThat(all)
          .containsEntry("ml.m5.large for endpoint usage", 3.0)
          .containsKey("ml.m5.large for training job usage")
          .hasSizeGreaterThan(500);
      Set<String> codes =
          quotas
              .listAWSDefaultServiceQuotasPaginator(request -> request.serviceCode("sagemaker"))
              .quotas()
              .stream()
              .map(ServiceQuota::quotaCode)
              .collect(Collectors.toSet());
      assertThat(codes).as("no two quotas have one code").hasSize(all.size());
    }
  }

  @Test
  void wishForMoreIsGrantedByTheClock() {
    try (ServiceQuotasClient quotas = client(ServiceQuotasClient.builder())) {
      ServiceQuota quota =
          quotas
              .listServiceQuotasPaginator(request -> request.serviceCode("sagemaker"))
              .quotas()
              .stream()
              .filter(one -> one.quotaName().equals("ml.m5.large for endpoint usage"))
              .findFirst()
              .orElseThrow();
      var wish =
          quotas
              .requestServiceQuotaIncrease(
                  request ->
                      request
                          .serviceCode("sagemaker")
                          .quotaCode(quota.quotaCode())
                          .desiredValue(8.0))
              .requestedQuota();
      assertThat(wish.status()).isEqualTo(RequestStatus.PENDING);
      clock.advance(Duration.ofHours(1));
      assertThat(
              quotas
                  .getRequestedServiceQuotaChange(request -> request.requestId(wish.id()))
                  .requestedQuota()
                  .status())
          .isEqualTo(RequestStatus.APPROVED);
      assertThat(
              quotas
                  .getServiceQuota(
                      request -> request.serviceCode("sagemaker").quotaCode(quota.quotaCode()))
                  .quota()
                  .value())
          .isEqualTo(8.0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /, dynamodb, application/x-amz-json-1.0, DynamoDB_20120810.ListTables,"
        + " DynamoDB_20120810.ListTables of dynamodb",
    "POST, /, sns, application/x-www-form-urlencoded, '', ListTopics of sns",
    "GET, /2015-03-31/functions, lambda, application/json, '', GET /2015-03-31/functions of lambda"
  })
  void servicesThatAreNotServedAreNamed(
      String method, String path, String service, String type, String target, String named)
      throws Exception {
    String body = "Action=ListTopics&Version=2010-03-31";
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(cloud.url() + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .header("Content-Type", type)
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIATEST/20261126/us-east-1/"
                    + service
                    + "/aws4_request, SignedHeaders=host, Signature=00");
    if (!target.isEmpty()) {
      request.header("X-Amz-Target", target);
    }

    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .contains("UnknownOperationException", named + " is not served by this fake")
        .startsWith(service.equals("sns") ? "<" : "{");
    assertThat(cloud.exchanges().all()).extracting(Exchange::service).containsExactly("unknown");
  }
}
