package dev.aloft.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.error.ErrorCode;
import dev.aloft.error.NextStep;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the caller can do about a refusal, as a line of AWS's own command line. */
class AwsStepsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DescribeTrainingJob|UNAUTHENTICATED|no|aws sso login",
        "DescribeTrainingJob|CREDENTIALS_EXPIRED|no|aws sts get-caller-identity",
        "CreateModel|PERMISSION_DENIED|not authorized to perform: sagemaker:CreateModel on resource"
            + "|--action-names sagemaker:CreateModel",
        "CreateModel|PERMISSION_DENIED|Could not assume role arn:aws:iam::1:role/team/Aloft."
            + "|aws iam get-role --role-name Aloft",
        "CreateModel|INVALID_REQUEST|Could not access model data at s3://b/m. Please ensure that"
            + " the role \"arn:aws:iam::1:role/team/Aloft\" exists|aws iam get-role --role-name"
            + " Aloft",
        "CreateModel|NOT_FOUND|Could not find model data at s3://b/a&b;c/m.tar.gz."
            + "|aws s3 ls 's3://b/a&b;c/m.tar.gz'",
        "CreateEndpoint|QUOTA_EXCEEDED|limit"
            + "|aws service-quotas request-service-quota-increase --service-code sagemaker",
        "StopTrainingJob|NOT_FOUND|no|aws sagemaker list-training-jobs --region eu-central-1",
        "DescribeEndpointConfig|NOT_FOUND|no|aws sagemaker list-endpoint-configs",
        "UpdateEndpoint|NOT_FOUND|no|aws sagemaker list-endpoints",
        "DescribeModelPackageGroup|NOT_FOUND|no|aws sagemaker list-model-package-groups",
        "DescribeModelPackage|NOT_FOUND|no|aws sagemaker list-model-packages",
        "DescribeModel|NOT_FOUND|no|aws sagemaker list-models",
        "InvokeEndpoint|MODEL_FAILED|no|aws logs tail /aws/sagemaker/Endpoints/mine",
        "UpdateEndpoint|BUSY|no|aws sagemaker describe-endpoint --endpoint-name mine",
        "ListTrainingJobs|UNAVAILABLE|no|aws sts get-caller-identity --region eu-central-1",
      })
  void namesTheCommand(String operation, ErrorCode code, String text, String line) {
    AwsAnswer answer =
        new AwsAnswer(operation, "mine", "eu-central-1", 400, "Any", text, null, null, null, null);

    assertThat(AwsSteps.of(answer, null, code))
        .extracting(NextStep::line)
        .anySatisfy(step -> assertThat(step).contains(line));
  }
}
