package dev.aloft.fake.gcp;

import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import java.util.LinkedHashMap;
import java.util.Map;

/** Everything that is wrong in a request, by the paths of fields. Not thread-safe. */
final class FieldErrors {
  private final Map<String, String> found = new LinkedHashMap<>();

  /** Adds what is wrong in a field; the first of a field counts. */
  void add(String field, String message) {
    found.putIfAbsent(field, message);
  }

  /** Adds what is wrong unless a condition holds. */
  void unless(boolean right, String field, String message) {
    if (!right) {
      add(field, message);
    }
  }

  /** Refuses the request where something was found. */
  void refuse() {
    if (found.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder("List of found errors:");
    BadRequest.Builder fields = BadRequest.newBuilder();
    int number = 1;
    for (Map.Entry<String, String> one : found.entrySet()) {
      text.append("\t").append(number++).append(".Field: ").append(one.getKey());
      text.append("; Message: ").append(one.getValue());
      fields.addFieldViolationsBuilder().setField(one.getKey()).setDescription(one.getValue());
    }
    throw new GcpFailure(Code.INVALID_ARGUMENT, text.append("\t").toString(), fields.build());
  }

  /** The refusal for one field. */
  static void refuse(String field, String message) {
    FieldErrors errors = new FieldErrors();
    errors.add(field, message);
    errors.refuse();
  }
}
