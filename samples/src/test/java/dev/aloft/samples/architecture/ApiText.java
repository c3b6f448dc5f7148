package dev.aloft.samples.architecture;

import static java.util.stream.Collectors.joining;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.TypeVariable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Public and protected types of compiled classes and their members, one a line, sorted. */
final class ApiText {
  private static final List<String> IMPLIED =
      List.of("java.lang.Object", "java.lang.Record", "java.lang.Enum");

  private ApiText() {}

  static String of(Path classes) {
    return ReactorModule.filesIn(classes, ".class").stream()
        .map(file -> classes.relativize(file).toString())
        .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
        .filter(name -> !name.endsWith("package-info") && !name.contains(".internal."))
        .map(ApiText::load)
        .filter(ApiText::isShown)
        .map(ApiText::type)
        .sorted()
        .collect(joining("\n"));
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, ApiText.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isShown(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return isShown(type.getModifiers()) && (outer == null || isShown(outer));
  }

  private static boolean isShown(Member member) {
    return isShown(member.getModifiers()) && !member.isSynthetic();
  }

  private static boolean isShown(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static String type(Class<?> type) {
    Stream<String> fields = Arrays.stream(type.getDeclaredFields()).map(ApiText::field);
    Stream<String> constructors =
        Arrays.stream(type.getDeclaredConstructors()).map(ApiText::constructor);
    Stream<String> methods = Arrays.stream(type.getDeclaredMethods()).map(ApiText::method);
    return Stream.of(fields, constructors, methods)
        .flatMap(lines -> lines)
        .filter(line -> !line.isEmpty())
        .sorted()
        .collect(joining("\n  ", header(type) + "\n  ", "\n"))
        .replaceAll(" +\n$", "");
  }

  private static String header(Class<?> type) {
    String parent = type.getSuperclass() == null ? "" : type.getSuperclass().getName();
    return words(
        Modifier.toString(type.getModifiers() & ~Modifier.INTERFACE & ~Modifier.ABSTRACT),
        type.isSealed() ? "sealed" : "",
        kind(type),
        type.getName() + variables(type.getTypeParameters()),
        parent.isEmpty() || IMPLIED.contains(parent)
            ? ""
            : "extends " + name(type.getAnnotatedSuperclass()),
        type.getInterfaces().length == 0
            ? ""
            : (type.isInterface() ? "extends " : "implements ")
                + names(type.getAnnotatedInterfaces()));
  }

  private static String kind(Class<?> type) {
    if (type.isInterface()) {
      return type.isAnnotation() ? "@interface" : "interface";
    }
    if (type.isEnum()) {
      return "enum";
    }
    if (type.isRecord()) {
      return "record";
    }
    return Modifier.isAbstract(type.getModifiers()) ? "abstract class" : "class";
  }

  private static String field(Field field) {
    return isShown(field)
        ? words(
            modifiers(field, Modifier.fieldModifiers()),
            name(field.getAnnotatedType()),
            field.getName())
        : "";
  }

  private static String constructor(Constructor<?> constructor) {
    return isShown(constructor)
        ? words(
            modifiers(constructor, Modifier.constructorModifiers()), "new" + signature(constructor))
        : "";
  }

  private static String method(Method method) {
    return isShown(method) && !isOfEvery(method)
        ? words(
            modifiers(method, Modifier.methodModifiers()),
            method.isDefault() ? "default" : "",
            variables(method.getTypeParameters()),
            name(method.getAnnotatedReturnType()),
            method.getName() + signature(method))
        : "";
  }

  /** Tells methods that every object, or every enum, has. */
  private static boolean isOfEvery(Method method) {
    List<String> names =
        method.getDeclaringClass().isEnum()
            ? List.of("values", "valueOf", "toString")
            : List.of("equals", "hashCode", "toString");
    return names.contains(method.getName());
  }

  private static String signature(Executable executable) {
    AnnotatedType[] thrown = executable.getAnnotatedExceptionTypes();
    String parameters = names(executable.getAnnotatedParameterTypes());
    return "("
        + (executable.isVarArgs() ? parameters.replaceFirst("\\[]$", "...") : parameters)
        + ")"
        + (thrown.length == 0 ? "" : " throws " + names(thrown));
  }

  private static String modifiers(Member member, int known) {
    return Modifier.toString(member.getModifiers() & known);
  }

  private static String variables(TypeVariable<?>[] variables) {
    return variables.length == 0
        ? ""
        : Arrays.stream(variables)
            .map(variable -> variable.getName() + bounds(variable))
            .collect(joining(", ", "<", ">"));
  }

  private static String bounds(TypeVariable<?> variable) {
    String bounds =
        Arrays.stream(variable.getAnnotatedBounds()).map(ApiText::name).collect(joining(" & "));
    return bounds.equals("Object") ? "" : " extends " + bounds;
  }

  private static String names(AnnotatedType[] types) {
    return Arrays.stream(types).map(ApiText::name).collect(joining(", "));
  }

  private static String name(AnnotatedType type) {
    return type.toString()
        .replaceAll("@org\\.jspecify\\.annotations\\.(\\w+)(\\(\\))?", "@$1")
        .replaceAll("\\bjava\\.(lang|util|time)\\.(?=@?\\w+ ?[A-Z]|[A-Z])", "");
  }

  private static String words(String... words) {
    return Stream.of(words).filter(word -> !word.isEmpty()).collect(joining(" "));
  }
}
