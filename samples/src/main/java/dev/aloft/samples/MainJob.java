package dev.aloft.samples;

/** The main sample, started by the README's quick start. */
public final class MainJob {
  private MainJob() {}

  /**
   * Runs the sample.
   *
   * @param arguments none are looked at
   */
  public static void main(String[] arguments) {
    System.out.println("Aloft runs on Java " + Runtime.version().feature());
  }
}
