package dev.aloft.fake.aws;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Service Quotas, for the quotas of SageMaker. A wish for more is granted after a quarter of an
 * hour by the cloud's clock. Guarded by the clock's monitor.
 */
final class QuotaOperations {
  private static final String SAGEMAKER = "sagemaker";
  private static final int USUAL_PAGE = 100;
  private static final Duration GRANTED_AFTER = Duration.ofMinutes(15);

  private final Cloud cloud;
  private final Map<String, ObjectNode> wishes = new HashMap<>();

  QuotaOperations(Cloud cloud) {
    this.cloud = cloud;
  }

  JsonService service() {
    return new JsonService(
            cloud, "servicequotas", "ServiceQuotasV20190624", ServiceModel.of("service-quotas"))
        .on("ListServices", (input, caller) -> listServices())
        .on("ListServiceQuotas", (input, caller) -> list(input, false))
        .on("ListAWSDefaultServiceQuotas", (input, caller) -> list(input, true))
        .on("GetServiceQuota", (input, caller) -> get(input, false))
        .on("GetAWSDefaultServiceQuota", (input, caller) -> get(input, true))
        .on("RequestServiceQuotaIncrease", (input, caller) -> wish(input))
        .on("GetRequestedServiceQuotaChange", (input, caller) -> wished(input));
  }

  private static ObjectNode listServices() {
    ObjectNode answer = JsonAnswers.message();
    ObjectNode service = answer.putArray("Services").addObject();
    service.put("ServiceCode", SAGEMAKER);
    service.put("ServiceName", "Amazon SageMaker");
    return answer;
  }

  private ObjectNode list(ObjectNode input, boolean usual) {
    PageToken token = PageToken.of(input);
    List<String> names = names(input);
    int from = token.isFirst() ? 0 : (int) token.number();
    int to = Math.min(names.size(), from + input.path("MaxResults").asInt(USUAL_PAGE));
    ObjectNode answer = JsonAnswers.message();
    ArrayNode quotas = answer.putArray("Quotas");
    for (String name : names.subList(Math.min(from, to), to)) {
      quotas.add(quota(name, usual));
    }
    if (to < names.size()) {
      answer.put("NextToken", token.next("", to, ""));
    }
    return answer;
  }

  private ObjectNode get(ObjectNode input, boolean usual) {
    ObjectNode answer = JsonAnswers.message();
    answer.set("Quota", quota(name(input), usual));
    return answer;
  }

  private ObjectNode wish(ObjectNode input) {
    String name = name(input);
    double desired = input.path("DesiredValue").asDouble();
    if (desired <= cloud.quotas().limit(name)) {
      throw new AwsFailure(
          400,
          "IllegalArgumentException",
          "You must provide a quota value greater than the current quota value.");
    }
    boolean pending =
        wishes.values().stream()
            .anyMatch(
                one ->
                    one.path("QuotaName").asString().equals(name)
                        && one.path("Status").asString().equals("PENDING"));
    if (pending) {
      throw new AwsFailure(
          400,
          "ResourceAlreadyExistsException",
          "Only one open service quota increase request is allowed per quota.");
    }
    ObjectNode wish = JsonAnswers.message();
    String id = UUID.randomUUID().toString().replace("-", "");
    wish.put("Id", id);
    wish.put("ServiceCode", SAGEMAKER);
    wish.put("ServiceName", "Amazon SageMaker");
    wish.put("QuotaCode", QuotaNames.code(name));
    wish.put("QuotaName", name);
    wish.put("DesiredValue", desired);
    wish.put("Status", "PENDING");
    wish.set("Created", Epoch.seconds(cloud.clock().now()));
    wish.put("QuotaArn", arn(name));
    wish.put("GlobalQuota", false);
    wish.put("Unit", "None");
    wishes.put(id, wish);
    ObjectNode answer = wrapped(wish);
    cloud
        .clock()
        .after(
            GRANTED_AFTER,
            () -> {
              wish.put("Status", "APPROVED");
              wish.set("LastUpdated", Epoch.seconds(cloud.clock().now()));
              cloud.quotas().limit(name, (int) desired);
            });
    return answer;
  }

  private ObjectNode wished(ObjectNode input) {
    ObjectNode wish = wishes.get(input.path("RequestId").asString());
    if (wish == null) {
      throw new AwsFailure(
          400, "NoSuchResourceException", "The specified resource does not exist.");
    }
    return wrapped(wish);
  }

  private static ObjectNode wrapped(ObjectNode wish) {
    ObjectNode answer = JsonAnswers.message();
    answer.set("RequestedQuota", wish.deepCopy());
    return answer;
  }

  private List<String> names(ObjectNode input) {
    if (!input.path("ServiceCode").asString().equals(SAGEMAKER)) {
      throw new AwsFailure(
          400,
          "NoSuchResourceException",
          "The request failed because the specified service does not exist.");
    }
    return QuotaNames.all(cloud.quotas().limits().keySet());
  }

  private String name(ObjectNode input) {
    String code = input.path("QuotaCode").asString();
    return names(input).stream()
        .filter(name -> QuotaNames.code(name).equals(code))
        .findFirst()
        .orElseThrow(
            () ->
                new AwsFailure(
                    400,
                    "NoSuchResourceException",
                    "The request failed because the specified service quota does not exist."));
  }

  private String arn(String name) {
    return cloud.arn("servicequotas", SAGEMAKER + "/" + QuotaNames.code(name));
  }

  private ObjectNode quota(String name, boolean usual) {
    ObjectNode quota = JsonAnswers.message();
    quota.put("ServiceCode", SAGEMAKER);
    quota.put("ServiceName", "Amazon SageMaker");
    quota.put("QuotaArn", arn(name));
    quota.put("QuotaCode", QuotaNames.code(name));
    quota.put("QuotaName", name);
    quota.put("Value", (double) (usual ? cloud.quotas().usual() : cloud.quotas().limit(name)));
    quota.put("Unit", "None");
    quota.put("Adjustable", true);
    quota.put("GlobalQuota", false);
    return quota;
  }
}
