package dev.aloft.fake.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ServiceModelTest {
  private final ServiceModel sagemaker = ServiceModel.of("sagemaker");

  private static ObjectNode json(String text) {
    return (ObjectNode) JsonMapper.builder().build().readTree(text.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          DescribeModel | {} | Value null at 'modelName' failed to satisfy constraint: Member must not be null
          DescribeModel | {'ModelName': null} | Value null at 'modelName' failed to satisfy constraint: Member must not be null
          DescribeModel | {'ModelName': 'a_b'} | Value 'a_b' at 'modelName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9]([\\-a-zA-Z0-9]*[a-zA-Z0-9])?
          ListModels | {'MaxResults': 0} | Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1
          ListModels | {'MaxResults': 101} | Value '101' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 100
          ListModels | {'SortBy': 'Size'} | Value 'Size' at 'sortBy' failed to satisfy constraint: Member must satisfy enum value set: [Name, CreationTime]
          CreateEndpointConfig | {'EndpointConfigName': 'c', 'ProductionVariants': []} | Value '[]' at 'productionVariants' failed to satisfy constraint: Member must have length greater than or equal to 1
          CreateEndpointConfig | {'EndpointConfigName': 'c', 'ProductionVariants': [{'VariantName': 'v'}, {'VariantName': '-'}]} | Value '-' at 'productionVariants.2.member.variantName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}
          """)
  void faultsAreToldInTheWordsOfAws(String operation, String input, String fault) {
    assertThatThrownBy(() -> sagemaker.check(operation, json(input)))
        .isInstanceOfSatisfying(
            AwsFailure.class,
            e -> {
              assertThat(e.code()).isEqualTo("ValidationException");
              assertThat(e.status()).isEqualTo(400);
              assertThat(e.message()).isEqualTo("1 validation error detected: " + fault);
            });
  }

  @Test
  void lengthComesBeforePatternAndAllFaultsAreCounted() {
    String name = "a_".repeat(40);
    assertThatThrownBy(
            () ->
                sagemaker.check("DescribeTrainingJob", json("{'TrainingJobName': '" + name + "'}")))
        .hasMessage(
            "2 validation errors detected: Value '"
                + name
                + "' at 'trainingJobName' failed to satisfy constraint: Member must have length"
                + " less than or equal to 63; Value '"
                + name
                + "' at 'trainingJobName' failed to satisfy constraint: Member must satisfy regular"
                + " expression pattern: [a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}");
  }

  @Test
  void valuesOfMapsAreToldWithAllTheirRules() {
    String input =
        "{'TrainingJobName': 'j', 'RoleArn': 'arn:aws:iam::123456789012:role/Train',"
            + " 'OutputDataConfig': {'S3OutputPath': 's3://b/p'}, 'HyperParameters': {'k': '"
            + "x".repeat(2501)
            + "'}}";
    assertThatThrownBy(() -> sagemaker.check("CreateTrainingJob", json(input)))
        .hasMessageStartingWith("1 validation error detected: Value '{k=xxx")
        .hasMessageEndingWith(
            "' at 'hyperParameters' failed to satisfy constraint: Map value must satisfy"
                + " constraint: [Member must have length less than or equal to 2500, Member must"
                + " have length greater than or equal to 0, Member must satisfy regular expression"
                + " pattern: .*]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'ModelName': 7} | NUMBER_VALUE cannot be converted to String
          {'ModelName': true} | TRUE_VALUE cannot be converted to String
          {'ModelName': []} | Start of list found where not expected
          {'ModelName': {}} | Start of structure or map found where not expected.
          """)
  void wrongTypesCannotBeRead(String input, String fault) {
    assertThatThrownBy(() -> sagemaker.check("DescribeModel", json(input)))
        .isInstanceOfSatisfying(
            AwsFailure.class, e -> assertThat(e.code()).isEqualTo("SerializationException"))
        .hasMessage(fault);
  }

  @Test
  void membersThatTheModelDoesNotHaveAreIgnoredAsTheServiceDoes() {
    assertThatCode(
            () -> sagemaker.check("DescribeModel", json("{'ModelName': 'm', 'Newer': {'a': 1}}")))
        .doesNotThrowAnyException();
  }

  @Test
  void machinesThatAreNewerThanTheModelAreTaken() {
    assertThatCode(
            () ->
                sagemaker.check(
                    "CreateEndpointConfig",
                    json(
                        "{'EndpointConfigName': 'c', 'ProductionVariants': [{'VariantName': 'v',"
                            + " 'InstanceType': 'ml.g7e.2xlarge'}]}")))
        .doesNotThrowAnyException();
  }

  @Test
  void ownAnswersAreCheckedMoreStrictlyThanClientsDo() {
    assertThatThrownBy(
            () ->
                sagemaker.checkAnswer(
                    "DescribeModel",
                    json("{'ModelName': 7, 'ModelArn': 'arn', 'CreationTme': 1.5}")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("CreationTime is missing")
        .hasMessageContaining("CreationTme is not in the model")
        .hasMessageContaining("ModelName is NUMBER and not string");
  }
}
