package dev.aloft.fake.gcp;

import com.google.api.FieldBehavior;
import com.google.api.FieldBehaviorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.MapEntry;
import com.google.protobuf.Message;
import java.util.List;
import java.util.regex.Pattern;

/** Checks requests by what is published of their fields, and by the rules that hold everywhere. */
final class RequestCheck {
  private static final int NAME_LENGTH = 128;
  private static final int LABELS = 64;
  private static final Pattern KEY =
      Pattern.compile("[\\p{Ll}\\p{Lo}][\\p{Ll}\\p{Lo}\\p{N}_-]{0,63}");
  private static final Pattern VALUE = Pattern.compile("[\\p{Ll}\\p{Lo}\\p{N}_-]{0,64}");

  private final FieldErrors errors = new FieldErrors();

  private RequestCheck() {}

  /** Refuses a message that stands as JSON at a path of a request. */
  static void check(Message message, String path) {
    RequestCheck check = new RequestCheck();
    check.message(message, path + ".", true);
    check.errors.refuse();
  }

  /** Refuses a request with all that is wrong in it. */
  static void check(Message request) {
    RequestCheck check = new RequestCheck();
    Descriptor type = request.getDescriptorForType();
    boolean partial = type.findFieldByName("update_mask") != null;
    check.message(request, "", !partial);
    check.errors.refuse();
  }

  private void message(Message message, String path, boolean inside) {
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      String here = path + field.getName();
      boolean empty = isEmpty(message, field);
      if (empty && isRequired(field) && (inside || path.isEmpty())) {
        errors.add(here, "Required field is not set.");
      }
      if (!empty) {
        value(message, field, here, inside);
      }
    }
  }

  private void value(Message message, FieldDescriptor field, String path, boolean inside) {
    if (field.isMapField()) {
      if (field.getName().equals("labels")) {
        labels((List<?>) message.getField(field), path);
      }
      return;
    }
    if (field.getName().equals("display_name")) {
      String name = (String) message.getField(field);
      errors.unless(
          name.codePointCount(0, name.length()) <= NAME_LENGTH,
          path,
          "The display name has more than " + NAME_LENGTH + " characters.");
    }
    if (field.getJavaType() != JavaType.MESSAGE || isOpaque(field)) {
      return;
    }
    if (field.isRepeated()) {
      List<?> all = (List<?>) message.getField(field);
      for (int i = 0; i < all.size(); i++) {
        message((Message) all.get(i), path + "[" + i + "].", inside);
      }
    } else {
      message((Message) message.getField(field), path + ".", inside);
    }
  }

  private void labels(List<?> entries, String path) {
    errors.unless(entries.size() <= LABELS, path, "There are more than " + LABELS + " labels.");
    for (Object entry : entries) {
      MapEntry<?, ?> label = (MapEntry<?, ?>) entry;
      String key = String.valueOf(label.getKey());
      String value = String.valueOf(label.getValue());
      errors.unless(
          KEY.matcher(key).matches(),
          path,
          "The label key '"
              + key
              + "' is invalid: keys start with a lowercase letter, and have at most 64 lowercase"
              + " letters, digits, underscores and dashes.");
      errors.unless(
          VALUE.matcher(value).matches(),
          path,
          "The label value '"
              + value
              + "' is invalid: values have at most 64 lowercase letters, digits, underscores and"
              + " dashes.");
    }
  }

  private static boolean isEmpty(Message message, FieldDescriptor field) {
    if (field.isRepeated()) {
      return message.getRepeatedFieldCount(field) == 0;
    }
    if (field.hasPresence()) {
      return !message.hasField(field);
    }
    return field.getJavaType() == JavaType.STRING && ((String) message.getField(field)).isEmpty();
  }

  private static boolean isRequired(FieldDescriptor field) {
    return field
        .getOptions()
        .getExtension(FieldBehaviorProto.fieldBehavior)
        .contains(FieldBehavior.REQUIRED);
  }

  /** Whether a field is JSON or bytes of somebody else's. */
  private static boolean isOpaque(FieldDescriptor field) {
    return field.getMessageType().getFullName().startsWith("google.protobuf.");
  }
}
