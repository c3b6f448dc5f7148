package dev.aloft.fake.gcp.internal.gcs;

import dev.aloft.fake.Answer;
import dev.aloft.fake.FakeCloud.Reply;
import tools.jackson.databind.node.ObjectNode;

/** Errors as Cloud Storage writes them: in JSON, in XML, or as plain text for bytes. */
final class Errors {
  private Errors() {}

  static Reply json(GcsFailure failure) {
    if (failure.status() == 304) {
      return new Reply(Answer.empty(304), failure.reason());
    }
    ObjectNode body = Bucket.JSON.createObjectNode();
    ObjectNode error =
        body.putObject("error").put("code", failure.status()).put("message", failure.message());
    ObjectNode one =
        error
            .putArray("errors")
            .addObject()
            .put("message", failure.message())
            .put("domain", failure.status() == 429 ? "usageLimits" : "global")
            .put("reason", failure.reason());
    if (failure.header() != null) {
      one.put("locationType", "header").put("location", failure.header());
    }
    return new Reply(Call.answer(failure.status(), body), failure.reason());
  }

  static Reply text(GcsFailure failure) {
    Reply json = json(failure);
    return failure.status() == 304
        ? json
        : new Reply(
            Answer.of(failure.status(), "text/html; charset=UTF-8", failure.message()),
            failure.reason());
  }

  static Reply xml(GcsFailure failure) {
    if (failure.status() == 304) {
      return json(failure);
    }
    String text =
        "<?xml version='1.0' encoding='UTF-8'?><Error><Code>"
            + escape(code(failure))
            + "</Code><Message>"
            + escape(failure.message())
            + "</Message></Error>";
    return new Reply(
        Answer.of(failure.status(), "application/xml; charset=UTF-8", text), failure.reason());
  }

  private static String code(GcsFailure failure) {
    return switch (failure.status()) {
      case 404 -> failure.message().startsWith("No such object") ? "NoSuchKey" : "NoSuchBucket";
      case 412 -> "PreconditionFailed";
      case 416 -> "InvalidRange";
      default -> failure.reason();
    };
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
