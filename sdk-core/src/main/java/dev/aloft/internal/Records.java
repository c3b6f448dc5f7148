package dev.aloft.internal;

import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads and makes records of one type by their components. Thread-safe; looked up once per type.
 *
 * @param <T> the type
 */
public final class Records<T extends Record> {
  private static final ClassValue<Records<?>> KNOWN =
      new ClassValue<>() {
        @Override
        protected Records<?> computeValue(Class<?> type) {
          return new Records<>(type.asSubclass(Record.class));
        }
      };

  private final Class<T> type;
  private final List<String> names;
  private final Class<?>[] types;
  private final Method[] accessors;
  private final Constructor<T> constructor;

  private Records(Class<T> type) {
    RecordComponent[] components = type.getRecordComponents();
    this.type = type;
    this.names = Arrays.stream(components).map(RecordComponent::getName).toList();
    this.types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    this.accessors =
        Arrays.stream(components).map(RecordComponent::getAccessor).toArray(Method[]::new);
    try {
      this.constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      Arrays.stream(accessors).forEach(accessor -> accessor.setAccessible(true));
    } catch (NoSuchMethodException | InaccessibleObjectException e) {
      throw new IllegalArgumentException(
          type.getName() + " cannot be read: open its package to dev.aloft.core", e);
    }
  }

  /** The one for a type. */
  @SuppressWarnings("unchecked")
  public static <T extends Record> Records<T> of(Class<T> type) {
    return (Records<T>) KNOWN.get(type);
  }

  /** The names of the components. */
  public List<String> names() {
    return names;
  }

  /** The types of the components. */
  public List<Class<?>> types() {
    return List.of(types);
  }

  /** The values of the components; enum constants as their names. */
  public @Nullable Object[] read(Record from) {
    @Nullable Object[] values = new Object[accessors.length];
    for (int i = 0; i < values.length; i++) {
      try {
        Object value = accessors[i].invoke(from);
        values[i] = value instanceof Enum<?> constant ? constant.name() : value;
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalArgumentException(type.getName() + "." + names.get(i), e);
      }
    }
    return values;
  }

  /** A record of these values; what its constructor throws is passed on. */
  public T make(@Nullable Object... values) {
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException thrown) {
        throw thrown;
      }
      throw new IllegalArgumentException(type.getName() + " refuses these values", e);
    } catch (InstantiationException | IllegalAccessException e) {
      throw new IllegalArgumentException(type.getName() + " cannot be made", e);
    }
  }
}
