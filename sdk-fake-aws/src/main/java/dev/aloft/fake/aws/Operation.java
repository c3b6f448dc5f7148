package dev.aloft.fake.aws;

import tools.jackson.databind.node.ObjectNode;

/** What a JSON service does for one operation. */
@FunctionalInterface
interface Operation {

  /**
   * Answers a request whose members are known to be well-formed.
   *
   * @return the answer's members; times are epoch seconds with decimals
   */
  ObjectNode handle(ObjectNode input, Caller caller) throws Exception;
}
