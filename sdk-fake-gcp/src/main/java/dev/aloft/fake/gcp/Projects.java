package dev.aloft.fake.gcp;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Projects: any id is one and has one number; answers use the number. Thread-safe. */
final class Projects {
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final long FIRST = 100_000_000_000L;
  private static final long NUMBERS = 900_000_000_000L;

  private final String id;
  private final String number;
  private final Map<String, String> ids = new ConcurrentHashMap<>();

  /** Knows the project that the cloud is made with. */
  Projects(String id, String number) {
    this.id = id;
    this.number = number;
    ids.put(number, id);
  }

  /** The id of the cloud's own project. */
  String id() {
    return id;
  }

  /** The number of the cloud's own project. */
  String number() {
    return number;
  }

  /** The number of a project that is given by its id or its number. */
  String number(String idOrNumber) {
    if (NUMBER.matcher(idOrNumber).matches()) {
      return idOrNumber;
    }
    if (idOrNumber.equals(id)) {
      return number;
    }
    String found = Long.toString(FIRST + Math.floorMod(idOrNumber.hashCode() * 7919L, NUMBERS));
    ids.putIfAbsent(found, idOrNumber);
    return found;
  }

  /** The id of a project; its number where no request has named the id yet. */
  String id(String idOrNumber) {
    return ids.getOrDefault(number(idOrNumber), idOrNumber);
  }

  /** A name such as {@code projects/aloft-test/locations/x} with the project's number in it. */
  String numbered(String name) {
    String[] parts = name.split("/", 3);
    if (parts.length < 2 || !parts[0].equals("projects") || parts[1].isEmpty()) {
      return name;
    }
    String start = "projects/" + number(parts[1]);
    return parts.length == 2 ? start : start + "/" + parts[2];
  }
}
