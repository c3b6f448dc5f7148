package dev.aloft.fake.aws;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks the roles that SageMaker is to work in. */
final class Roles {
  private static final Pattern ROLE = Pattern.compile("arn:[^:]+:iam::(\\d{12}):role/.+");

  private Roles() {}

  /**
   * Refuses a role that is another account's, or that SageMaker cannot assume.
   *
   * @throws AwsFailure ValidationException
   */
  static void check(Cloud cloud, String role) {
    Matcher matcher = ROLE.matcher(role);
    boolean own = matcher.matches() && matcher.group(1).equals(cloud.account());
    if (!own) {
      throw AwsFailure.validation("Cross-account pass role is not allowed.");
    }
    if (cloud.incidents().refusesRole(role)) {
      throw AwsFailure.validation(
          "Could not assume role "
              + role
              + ". Please ensure that the role exists and allows principal"
              + " 'sagemaker.amazonaws.com' to assume the role.");
    }
  }
}
