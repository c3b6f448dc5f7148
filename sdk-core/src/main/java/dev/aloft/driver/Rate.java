package dev.aloft.driver;

/**
 * How often requests of one bucket may leave: so many at once after a rest, then so many a second.
 *
 * @param perSecond requests a second in the long run, more than 0
 * @param burst requests at once after a rest, at least 1
 */
public record Rate(double perSecond, int burst) {

  /** Checks both. */
  public Rate {
    if (!(perSecond > 0) || burst < 1) {
      throw new IllegalArgumentException("a rate is positive: " + perSecond + ", burst " + burst);
    }
  }

  /** A rate without bursts. */
  public static Rate perSecond(double requests) {
    return new Rate(requests, 1);
  }
}
