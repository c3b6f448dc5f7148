package dev.aloft.samples.docs;

import dev.aloft.driver.Provider;
import dev.aloft.driver.Setting;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Writes the configuration reference from the settings that the code declares. */
final class ConfigurationReference {
  private static final String INTRODUCTION =
      """
      # Configuration

      A setting has one name everywhere. The strongest source that has it wins:

      1. the builder: `Aloft.builder().set("name", "value")`
      2. the URI: `Aloft.open("provider:?name=value&name=value")`; `%` decodes, `+` stays a plus
      3. the system property `aloft.name`
      4. the environment variable `ALOFT_NAME`, dashes written as underscores; an empty one is not set
      5. `aloft.properties` on the class path (UTF-8), with plain names
      6. the provider's own variable, where the table names one after "then"
      7. the default

      An unknown name is an error that lists the known ones; only in the sources 3 to 5 may settings of
      other installed providers stand as well. Lengths of time read `90` (seconds) or `PT1M30S`. Secrets
      are never printed.

      Written from the code by

      ```
      mvn test -pl samples -am -Dtest=ConfigurationReferenceTest \\
          -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write=true
      ```
      """;

  private static final String DEFAULT = "; default is ";

  private ConfigurationReference() {}

  /** The whole page; every provider has a section of its own. */
  static String page(List<Provider> providers) {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    section(page, "Every provider", Setting.common());
    providers.stream()
        .sorted(Comparator.comparing(Provider::scheme))
        .forEach(each -> section(page, "`" + each.scheme() + "`", each.settings()));
    return page.toString();
  }

  private static void section(StringBuilder page, String title, List<Setting> settings) {
    page.append("\n## ").append(title).append("\n\n");
    page.append("| name | meaning | default | environment |\n|---|---|---|---|\n");
    for (Setting setting : settings) {
      page.append("| `").append(setting.name()).append("` | ");
      page.append(sentence(meaning(setting))).append(setting.secret() ? " Secret." : "");
      page.append(" | ").append(defaultOf(setting));
      page.append(" | ").append(variables(setting)).append(" |\n");
    }
  }

  private static String meaning(Setting setting) {
    return setting.description().split(DEFAULT, -1)[0];
  }

  /** The default, or what the description says of one that is found out at run time. */
  private static String defaultOf(Setting setting) {
    String[] parts = setting.description().split(DEFAULT, -1);
    String text = setting.defaultText();
    return text != null ? code(text) : parts.length > 1 ? parts[1] : "none";
  }

  private static String sentence(String text) {
    String start = text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    return (start.endsWith(".") ? start : start + ".").replace("|", "\\|");
  }

  private static String variables(Setting setting) {
    String own = "ALOFT_" + setting.name().toUpperCase(Locale.ROOT).replace('-', '_');
    String convention = setting.convention();
    return code(own) + (convention == null ? "" : ", then " + code(convention));
  }

  private static String code(String text) {
    return "`" + text + "`";
  }
}
