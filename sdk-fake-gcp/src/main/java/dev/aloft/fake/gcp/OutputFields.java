package dev.aloft.fake.gcp;

import com.google.api.FieldBehavior;
import com.google.api.FieldBehaviorProto;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;

/** Fields that the service alone writes: what a client sends in them is dropped. Stateless. */
final class OutputFields {
  private OutputFields() {}

  /** A message without them. */
  @SuppressWarnings("unchecked") // a message's builder builds messages of its type
  static <T extends Message> T cleared(T message) {
    Message.Builder kept = message.toBuilder();
    for (FieldDescriptor field : message.getAllFields().keySet()) {
      boolean written =
          field
              .getOptions()
              .getExtension(FieldBehaviorProto.fieldBehavior)
              .contains(FieldBehavior.OUTPUT_ONLY);
      if (written) {
        kept.clearField(field);
      }
    }
    return (T) kept.build();
  }
}
