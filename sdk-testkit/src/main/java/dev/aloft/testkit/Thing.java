package dev.aloft.testkit;

/**
 * Something that exists at a provider, seen past Aloft: in the vendor's console, or in the memory
 * of a fake.
 *
 * @param kind what it is, in the provider's words
 * @param id its name
 * @param bills whether it costs by time right now
 */
public record Thing(String kind, String id, boolean bills) {

  @Override
  public String toString() {
    return kind + " " + id + (bills ? " (bills)" : "");
  }
}
