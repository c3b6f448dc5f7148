package dev.aloft.fake.aws;

import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What CreateEndpointConfig refuses beyond what the service's model says. */
final class VariantRules {
  private static final int MEMORY_STEP = 1024;
  private static final String[] NOT_SERVERLESS = {"DataCaptureConfig", "VpcConfig"};

  private VariantRules() {}

  /** Checks the variants of a request. */
  static void check(ObjectNode input) {
    Set<String> names = new HashSet<>();
    JsonNode variants = input.path("ProductionVariants");
    for (JsonNode variant : variants) {
      if (!names.add(variant.path("VariantName").asString())) {
        throw AwsFailure.validation(
            "Duplicate production variant name \""
                + variant.path("VariantName").asString()
                + "\".");
      }
      checkModel(variant, input);
      if (variant.has("ServerlessConfig")) {
        checkServerless(variant, input);
      } else {
        checkMachines(variant);
      }
    }
    for (JsonNode shadow : input.path("ShadowProductionVariants")) {
      if (!names.add(shadow.path("VariantName").asString())) {
        throw AwsFailure.validation(
            "Duplicate production variant name \"" + shadow.path("VariantName").asString() + "\".");
      }
    }
  }

  private static void checkModel(JsonNode variant, ObjectNode input) {
    boolean model = variant.has("ModelName");
    if (model && variant.has("ManagedInstanceScaling")) {
      throw AwsFailure.validation(
          "ManagedInstanceScaling is not supported with the given EndpointConfig setup.");
    }
    if (!model && !input.has("ExecutionRoleArn")) {
      throw AwsFailure.validation(
          "ExecutionRoleArn is needed where a production variant has no ModelName.");
    }
  }

  private static void checkMachines(JsonNode variant) {
    for (String member : new String[] {"InstanceType", "InitialInstanceCount"}) {
      if (!variant.has(member)) {
        throw AwsFailure.validation(
            member
                + " is needed for production variant \""
                + variant.path("VariantName").asString()
                + "\" without ServerlessConfig.");
      }
    }
  }

  private static void checkServerless(JsonNode variant, ObjectNode input) {
    JsonNode serverless = variant.path("ServerlessConfig");
    int memory = serverless.path("MemorySizeInMB").asInt();
    if (memory % MEMORY_STEP != 0) {
      throw AwsFailure.validation(
          "MemorySizeInMB " + memory + " is not one of 1024, 2048, 3072, 4096, 5120 and 6144.");
    }
    int most = serverless.path("MaxConcurrency").asInt();
    if (serverless.path("ProvisionedConcurrency").asInt(0) > most) {
      throw AwsFailure.validation(
          "ProvisionedConcurrency must not be more than MaxConcurrency " + most + ".");
    }
    for (String member :
        new String[] {
          "InstanceType", "InitialInstanceCount", "AcceleratorType", "VolumeSizeInGB"
        }) {
      if (variant.has(member)) {
        throw AwsFailure.validation(
            member + " is not supported for production variants with ServerlessConfig.");
      }
    }
    if (input.path("ProductionVariants").size() > 1) {
      throw AwsFailure.validation("Serverless endpoints support one production variant only.");
    }
    for (String member : NOT_SERVERLESS) {
      if (input.has(member)) {
        throw AwsFailure.validation(member + " is not supported for serverless endpoints.");
      }
    }
  }

  /** Checks that a serverless variant can run a model. */
  static void checkServerless(Model model) {
    ObjectNode described = model.described();
    if (described.has("VpcConfig")) {
      throw AwsFailure.validation("VpcConfig is not supported for serverless endpoints.");
    }
    if (described.path("EnableNetworkIsolation").asBoolean(false)) {
      throw AwsFailure.validation("Network isolation is not supported for serverless endpoints.");
    }
    if (described.path("PrimaryContainer").path("Mode").asString("").equals("MultiModel")) {
      throw AwsFailure.validation("MultiModel mode is not supported for serverless endpoints.");
    }
  }
}
