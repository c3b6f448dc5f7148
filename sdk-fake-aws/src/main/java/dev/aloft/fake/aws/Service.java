package dev.aloft.fake.aws;

import dev.aloft.fake.Answer;
import dev.aloft.fake.Request;
import org.jspecify.annotations.Nullable;

/** One AWS service of the fake. Thread-safe. */
interface Service {

  /** Its name, as it signs: {@code sagemaker}, {@code s3}. */
  String name();

  /** Whether a request is for it. Asked in the order in which the services stand; S3 is last. */
  boolean takes(Request request);

  /** The operation of a request that it takes, such as {@code CreateTrainingJob}. */
  String operation(Request request);

  /** What a policy must allow for the operation, such as {@code s3:GetObject}. */
  String action(Request request, String operation);

  /** What the request is about, such as a name, or a bucket and key; empty when unknown. */
  default String resource(Request request, String operation) {
    return "";
  }

  /** The request's text, for the record; null where it is none. */
  default @Nullable String text(Request request) {
    return null;
  }

  /**
   * Answers; an {@link AwsFailure} is written by {@link #failure}. Requests with {@code
   * X-Amz-Target} or a form are in memory, others are not.
   */
  Answer answer(Request request, String operation, Caller caller) throws Exception;

  /** Writes an error in the service's protocol. */
  Answer failure(AwsFailure failure, String requestId);

  /** The service's word for too many requests. */
  default AwsFailure throttled() {
    return AwsFailure.throttling();
  }
}
