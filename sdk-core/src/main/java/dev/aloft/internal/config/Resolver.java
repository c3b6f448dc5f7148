package dev.aloft.internal.config;

import dev.aloft.driver.Provider;
import dev.aloft.driver.Setting;
import dev.aloft.driver.Settings;
import dev.aloft.driver.Suggestions;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.Problem;
import dev.aloft.error.Problems;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The one way from the sources to settings. Strongest first: builder, URI, system properties,
 * environment, {@code aloft.properties}, the provider's own variables, defaults. Immutable.
 */
public final class Resolver {
  private static final String HOME = "home";

  private final List<Origin> origins = new ArrayList<>();
  private final Map<String, String> environment;
  private final @Nullable AloftUri uri;

  /** A resolver over sources. */
  public Resolver(Sources sources) {
    this.environment = sources.environment();
    this.uri = sources.uri();
    origins.add(Origin.ofOwn("the builder", sources.builder()));
    if (uri != null) {
      origins.add(Origin.ofOwn("the URI", uri.settings()));
    }
    origins.add(Origin.ofProperties(sources.properties()));
    origins.add(Origin.ofEnvironment(environment));
    origins.add(Origin.ofFile(sources.fileName(), sources.file()));
  }

  /**
   * The scheme of the provider that is asked for.
   *
   * @throws AloftException INVALID_REQUEST when the builder and the URI ask for different ones
   */
  public Optional<String> provider() {
    String name = Setting.PROVIDER.name();
    String built = origins.get(0).values().get(name);
    if (uri == null) {
      return origins.stream().map(o -> o.values().get(name)).filter(v -> v != null).findFirst();
    }
    String inQuery = uri.settings().getOrDefault(name, uri.scheme());
    if (!inQuery.equals(uri.scheme()) || (built != null && !built.equals(uri.scheme()))) {
      throw invalid(
              "the URI asks for the provider \""
                  + uri.scheme()
                  + "\" and "
                  + (built == null ? "its query" : "the builder")
                  + " for another; leave one of them out")
          .build();
    }
    return Optional.of(uri.scheme());
  }

  /**
   * The settings for a provider.
   *
   * @param chosen the provider
   * @param installed all providers, whose settings may stand in the environment as well
   * @throws AloftException INVALID_REQUEST with every name that nobody knows and every value that
   *     cannot be right
   */
  public Settings resolve(Provider chosen, Collection<Provider> installed) {
    Map<String, Setting> known = known(chosen);
    Map<String, String> values = new LinkedHashMap<>();
    Map<String, String> cameFrom = new HashMap<>();
    Set<String> secrets = new HashSet<>();
    for (Setting setting : known.values()) {
      find(setting, values, cameFrom);
      if (setting.secret()) {
        secrets.add(setting.name());
      }
    }
    values.put(Setting.PROVIDER.name(), chosen.scheme());
    cameFrom.putIfAbsent(Setting.PROVIDER.name(), "the class path");
    takePath(chosen, known, values, cameFrom);
    Settings settings = new Settings(values, cameFrom, secrets);
    refuseWrong(chosen, settings, unknown(known, namesOf(installed)), known.keySet());
    return settings;
  }

  private static Map<String, Setting> known(Provider provider) {
    Map<String, Setting> known = new TreeMap<>();
    provider.settings().forEach(setting -> known.put(setting.name(), setting));
    Setting.common().forEach(setting -> known.putIfAbsent(setting.name(), setting));
    return known;
  }

  private static Set<String> namesOf(Collection<Provider> installed) {
    Set<String> names = new HashSet<>();
    installed.forEach(provider -> names.addAll(known(provider).keySet()));
    return names;
  }

  private Problems unknown(Map<String, Setting> known, Set<String> elsewhere) {
    Problems problems = new Problems();
    for (Origin origin : origins) {
      for (String name : origin.values().keySet()) {
        if (!known.containsKey(name) && !(origin.shared() && elsewhere.contains(name))) {
          problems.add("setting", origin.spelled(name), fix(origin, name, known.keySet()));
        }
      }
    }
    return problems;
  }

  private static void refuseWrong(
      Provider chosen, Settings settings, Problems unknown, Set<String> known) {
    Problems wrong = new Problems();
    CoreSettings.check(settings, wrong);
    chosen.check(settings, wrong);
    if (unknown.isEmpty() && wrong.isEmpty()) {
      return;
    }
    String provider = "the provider \"" + chosen.scheme() + "\"";
    throw invalid(
            unknown.isEmpty()
                ? "the settings of " + provider + " are not valid"
                : "unknown settings; " + provider + " knows " + String.join(", ", known))
        .problems(unknown.all())
        .problems(wrong.all().stream().map(fault -> from(fault, settings)).toList())
        .build();
  }

  private static Problem from(Problem fault, Settings settings) {
    return new Problem(
        fault.field(), fault.value(), fault.fix() + "; from " + settings.origin(fault.field()));
  }

  private static String fix(Origin origin, String name, Set<String> known) {
    String bare = name.startsWith("aloft.") ? name.substring("aloft.".length()) : name;
    String plain = bare.toLowerCase(Locale.ROOT).replace('_', '-').replace('.', '-');
    return "is in "
        + origin.name()
        + " and no such setting"
        + Suggestions.nearest(plain, known).map(near -> "; did you mean " + near + "?").orElse("");
  }

  private void find(Setting setting, Map<String, String> values, Map<String, String> cameFrom) {
    String name = setting.name();
    for (Origin origin : origins) {
      String value = origin.values().get(name);
      if (value != null) {
        values.put(name, value);
        cameFrom.put(name, origin.of(name));
        return;
      }
    }
    String convention = setting.convention();
    String own = convention == null ? null : environment.get(convention);
    if (own != null && !own.isBlank()) {
      values.put(name, own);
      cameFrom.put(name, "the environment variable " + convention);
    } else if (setting.defaultText() != null) {
      values.put(name, setting.defaultText());
      cameFrom.put(name, "the default");
    }
  }

  private void takePath(
      Provider chosen,
      Map<String, Setting> known,
      Map<String, String> values,
      Map<String, String> cameFrom) {
    if (uri == null || uri.path().isEmpty()) {
      return;
    }
    if (!known.containsKey(HOME)) {
      throw invalid(
              "a URI of the provider \""
                  + chosen.scheme()
                  + "\" has no path: use settings, as in "
                  + chosen.scheme()
                  + ":?name=value")
          .build();
    }
    if (uri.settings().containsKey(HOME)) {
      throw invalid("the URI gives home twice, as its path and as a setting").build();
    }
    if (!origins.get(0).values().containsKey(HOME)) {
      values.put(HOME, uri.path());
      cameFrom.put(HOME, "the URI");
    }
  }

  private static AloftException.Builder invalid(String message) {
    return AloftException.of(ErrorCode.INVALID_REQUEST, message).effect(Effect.NONE);
  }
}
