package dev.aloft.fake.aws;

import java.time.Instant;

/** Something that a service keeps under a name, as its lists see it. */
interface Resource {

  /** What it is found by, and what lists sort by; unique on its shelf. */
  String name();

  /** When it was made. */
  Instant created();

  /** When it changed last; lists without that filter do not ask. */
  default Instant modified() {
    return created();
  }

  /** Its status; lists without that filter do not ask. */
  default String status() {
    return "";
  }
}
