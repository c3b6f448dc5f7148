package dev.aloft.fake.gcp;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;

/** Finds the generated classes of message types. Stateless. */
final class MessageClasses {
  private MessageClasses() {}

  /** A message of a type, without any field. */
  static Message empty(Descriptor type) {
    String name = type.getFile().getOptions().getJavaPackage() + "." + nested(type);
    try {
      return (Message) Class.forName(name).getMethod("getDefaultInstance").invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("there is no class of " + type.getFullName(), e);
    }
  }

  private static String nested(Descriptor type) {
    Descriptor outer = type.getContainingType();
    return outer == null ? type.getName() : nested(outer) + "$" + type.getName();
  }
}
