package dev.aloft.internal.discovery;

import dev.aloft.driver.Provider;
import dev.aloft.driver.Suggestions;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.NextStep;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The providers that one look found, and the choice among them. Immutable. */
public final class ProviderDiscovery {
  private static final Logger LOG = LoggerFactory.getLogger(ProviderDiscovery.class);
  private static final Set<String> REPORTED = ConcurrentHashMap.newKeySet();
  private static final String LOCAL = "local";

  private final SearchPath path;
  private final List<Provider> found;
  private final List<String> broken;

  private ProviderDiscovery(SearchPath path, List<Provider> found, List<String> broken) {
    this.path = path;
    this.found = List.copyOf(found);
    this.broken = List.copyOf(broken);
  }

  /** Looks now. */
  public static ProviderDiscovery look(SearchPath path) {
    ServiceScan<Provider> scan =
        new ServiceScan<>(Provider.class, Provider.SPI, Provider::spiVersion).over(path);
    return new ProviderDiscovery(path, scan.services(), scan.broken());
  }

  /** Every provider that was found. */
  public List<Provider> found() {
    return found;
  }

  /**
   * The provider of a scheme; without one the only provider, where {@code local} yields to any
   * other.
   *
   * @throws AloftException INVALID_REQUEST naming the artifact to add, or how to choose
   */
  public Provider choose(Optional<String> scheme) {
    Provider chosen = scheme.map(this::ofScheme).orElseGet(this::only);
    for (String entry : broken) {
      if (REPORTED.add(entry)) {
        LOG.warn("passed over a broken provider: {}", entry);
      }
    }
    return chosen;
  }

  private Provider ofScheme(String scheme) {
    List<Provider> fitting = found.stream().filter(p -> p.scheme().equals(scheme)).toList();
    if (fitting.isEmpty()) {
      throw missing(
          "there is no provider \"" + scheme + "\"",
          Artifacts.SCHEMES.contains(scheme) ? toAdd(scheme) : toCorrect(scheme));
    }
    if (fitting.size() > 1) {
      throw error(
              "more than one provider calls itself \""
                  + scheme
                  + "\": "
                  + fitting.stream()
                      .map(p -> p.getClass().getName())
                      .collect(Collectors.joining(", "))
                  + "; keep one of their jars")
          .build();
    }
    return fitting.get(0);
  }

  private Provider only() {
    if (found.isEmpty()) {
      throw missing("there is no provider", toAdd(LOCAL));
    }
    List<Provider> others = found.stream().filter(p -> !p.scheme().equals(LOCAL)).toList();
    List<Provider> candidates = others.isEmpty() ? found : others;
    if (candidates.stream().map(Provider::scheme).distinct().count() > 1) {
      throw ambiguous();
    }
    return ofScheme(candidates.get(0).scheme());
  }

  private AloftException ambiguous() {
    String first = found.get(0).scheme();
    return error("there is more than one provider: " + schemes() + "; choose one")
        .nextStep(NextStep.java("in code", "Aloft.open(\"" + first + ":\")"))
        .nextStep(NextStep.shell("for one program", "java -Daloft.provider=" + first + " …"))
        .nextStep(NextStep.shell("for this shell", "export ALOFT_PROVIDER=" + first))
        .build();
  }

  private static String toAdd(String scheme) {
    String artifact = Artifacts.ofProvider(scheme);
    return "add the artifact "
        + artifact
        + ", in a notebook by "
        + Artifacts.notebookLine(artifact)
        + ", and open again";
  }

  private String toCorrect(String scheme) {
    Set<String> known = new TreeSet<>(Artifacts.SCHEMES);
    found.forEach(provider -> known.add(provider.scheme()));
    return Suggestions.nearest(scheme, known)
        .map(near -> "did you mean " + near + "?")
        .orElse("add the artifact that has it to the class path");
  }

  private AloftException missing(String what, String fix) {
    return error(
            what
                + ": "
                + fix
                + (fix.endsWith("?") ? " " : ". ")
                + "Found: "
                + (found.isEmpty() ? "none" : schemes())
                + ". Asked: "
                + path
                + (broken.isEmpty() ? "" : ". Passed over: " + String.join("; ", broken)))
        .build();
  }

  private String schemes() {
    return found.stream().map(Provider::scheme).sorted().collect(Collectors.joining(", "));
  }

  private static AloftException.Builder error(String message) {
    return AloftException.of(ErrorCode.INVALID_REQUEST, message).effect(Effect.NONE);
  }
}
