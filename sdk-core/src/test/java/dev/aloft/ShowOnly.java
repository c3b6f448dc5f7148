package dev.aloft;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.properties.HasTypeParameters;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.stream.Stream;

/** Holds when no public or protected signature of a class names a type from elsewhere. */
final class ShowOnly extends ArchCondition<JavaClass> {
  private final Set<String> prefixes;
  private final Set<String> packages;

  ShowOnly(Set<String> prefixes, Set<String> packages) {
    super("show only types of " + prefixes + " and " + packages);
    this.prefixes = prefixes;
    this.packages = packages;
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    report(type.getName(), header(type), events);
    type.getMembers().stream()
        .filter(ShowOnly::isShown)
        .forEach(member -> report(member.getFullName(), signature(member), events));
  }

  private void report(String where, Stream<JavaType> types, ConditionEvents events) {
    types
        .flatMap(type -> type.getAllInvolvedRawTypes().stream())
        .map(JavaClass::getBaseComponentType)
        .filter(type -> !isAllowed(type))
        .distinct()
        .forEach(
            type ->
                events.add(
                    SimpleConditionEvent.violated(where, where + " shows " + type.getName())));
  }

  private boolean isAllowed(JavaClass type) {
    return type.isPrimitive()
        || prefixes.stream().anyMatch(type.getName()::startsWith)
        || packages.contains(type.getPackageName());
  }

  private static boolean isShown(JavaMember member) {
    return (member.getModifiers().contains(JavaModifier.PUBLIC)
            || member.getModifiers().contains(JavaModifier.PROTECTED))
        && !member.getModifiers().contains(JavaModifier.SYNTHETIC);
  }

  private static Stream<JavaType> header(JavaClass type) {
    Stream<JavaType> parents =
        Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
    return Stream.concat(parents, bounds(type));
  }

  private static Stream<JavaType> signature(JavaMember member) {
    if (member instanceof JavaCodeUnit unit) {
      Stream<JavaType> values =
          Stream.concat(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream());
      return Stream.of(values, unit.getExceptionTypes().stream(), bounds(unit))
          .flatMap(types -> types);
    }
    return Stream.of(((JavaField) member).getType());
  }

  private static Stream<JavaType> bounds(HasTypeParameters<?> generic) {
    return generic.getTypeParameters().stream()
        .flatMap(parameter -> parameter.getUpperBounds().stream());
  }
}
