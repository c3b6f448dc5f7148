package dev.aloft.aws;

/**
 * Which of AWS's own images is wanted. Empty texts leave the choice open.
 *
 * @param framework what it holds
 * @param version the framework's version
 * @param python the version of Python, such as {@code py312}
 * @param base the framework below it
 * @param scope {@code training} or {@code inference}
 * @param machine the machine type that it runs on
 */
record ImageQuery(
    String framework, String version, String python, String base, String scope, String machine) {

  static ImageQuery training(String framework, String version, String machine) {
    return new ImageQuery(framework, version, "", "", "training", machine);
  }

  static ImageQuery inference(String framework, String version, String machine) {
    return new ImageQuery(framework, version, "", "", "inference", machine);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(framework).append(' ').append(version);
    for (String more : new String[] {python, base}) {
      if (!more.isEmpty()) {
        text.append(", ").append(more);
      }
    }
    return text + (scope.isEmpty() ? "" : " for " + scope);
  }
}
