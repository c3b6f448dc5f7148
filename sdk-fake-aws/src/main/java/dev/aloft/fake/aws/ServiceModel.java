package dev.aloft.fake.aws;

import tools.jackson.databind.node.ObjectNode;

/** A vendor's service model: the shapes of requests, by which they are checked. Immutable. */
final class ServiceModel {
  private ServiceModel() {}

  /** The model of a service, from the resources of this module. */
  static ServiceModel of(String service) {
    throw new UnsupportedOperationException(service);
  }

  /**
   * Checks an operation's input: required members, types, lengths, patterns, ranges, enums.
   *
   * @throws AwsFailure ValidationException in the vendor's words
   */
  void check(String operation, ObjectNode input) {
    throw new UnsupportedOperationException(operation + input);
  }
}
