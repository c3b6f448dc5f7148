package dev.aloft.fake.gcp;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;

/**
 * What a request is about: the id in the name that it gives, the id that it chooses, or the display
 * name of what it makes. Stateless.
 */
final class Subject {
  private Subject() {}

  static String of(Message request) {
    for (FieldDescriptor field : request.getDescriptorForType().getFields()) {
      if (field.getJavaType() == JavaType.STRING && !field.isRepeated()) {
        String value = (String) request.getField(field);
        String name = field.getName();
        boolean named = name.equals("name") || name.equals("endpoint") || name.equals("model");
        if (named && !value.isEmpty()) {
          return last(value);
        }
        if (name.endsWith("_id") && !value.isEmpty()) {
          return value;
        }
      }
    }
    for (FieldDescriptor field : request.getDescriptorForType().getFields()) {
      if (field.getJavaType() == JavaType.MESSAGE && !field.isRepeated()) {
        String inner = own((Message) request.getField(field));
        if (!inner.isEmpty()) {
          return inner;
        }
      }
    }
    return "";
  }

  private static String own(Message resource) {
    String name = text(resource, "name");
    return name.isEmpty() ? text(resource, "display_name") : last(name);
  }

  private static String text(Message message, String field) {
    FieldDescriptor descriptor = message.getDescriptorForType().findFieldByName(field);
    boolean isText =
        descriptor != null
            && descriptor.getJavaType() == JavaType.STRING
            && !descriptor.isRepeated();
    return isText ? (String) message.getField(descriptor) : "";
  }

  private static String last(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
