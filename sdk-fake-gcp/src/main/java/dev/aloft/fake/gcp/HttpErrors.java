package dev.aloft.fake.gcp;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.QuotaFailure;
import com.google.rpc.RetryInfo;
import dev.aloft.fake.Answer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes errors as Google's JSON services do. */
final class HttpErrors {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final JsonFormat.Printer DETAILS =
      JsonFormat.printer()
          .omittingInsignificantWhitespace()
          .usingTypeRegistry(
              TypeRegistry.newBuilder()
                  .add(BadRequest.getDescriptor())
                  .add(ErrorInfo.getDescriptor())
                  .add(PreconditionFailure.getDescriptor())
                  .add(QuotaFailure.getDescriptor())
                  .add(RetryInfo.getDescriptor())
                  .build());

  private HttpErrors() {}

  static Answer answer(GcpFailure failure) {
    ObjectNode body = JSON.createObjectNode();
    ObjectNode error =
        body.putObject("error")
            .put("code", failure.httpStatus())
            .put("message", failure.message())
            .put("status", failure.code().name());
    if (!failure.details().isEmpty()) {
      ArrayNode details = error.putArray("details");
      failure.status().getDetailsList().forEach(detail -> details.add(JSON.readTree(text(detail))));
    }
    return Answer.of(
        failure.httpStatus(),
        "application/json; charset=UTF-8",
        JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(body));
  }

  private static String text(com.google.protobuf.Any detail) {
    try {
      return DETAILS.print(detail);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a detail of an error is of an unknown type", e);
    }
  }
}
