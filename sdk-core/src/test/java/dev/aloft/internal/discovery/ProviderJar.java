package dev.aloft.internal.discovery;

/** The source of tiny providers, for jars that a test makes. */
final class ProviderJar {
  private static final String SERVICES = "META-INF/services/dev.aloft.driver.Provider";

  private ProviderJar() {}

  /** A provider that opens. */
  static CompiledJar of(String scheme, String className) {
    return with(scheme, className, "SPI", "");
  }

  /** A provider of another version of the interfaces, or with a body of its own. */
  static CompiledJar with(String scheme, String className, String spi, String members) {
    return new CompiledJar()
        .source(className, source(scheme, className, spi, members))
        .resource(SERVICES, className);
  }

  /** A provider that the jar's services name and the jar does not hold. */
  static CompiledJar naming(String missingClass) {
    return new CompiledJar().resource(SERVICES, missingClass);
  }

  private static String source(String scheme, String className, String spi, String members) {
    int dot = className.lastIndexOf('.');
    return """
    package %s;

    import dev.aloft.Capability;
    import dev.aloft.driver.*;
    import java.util.*;

    public final class %s implements Provider {
      %s
      @Override public String scheme() { return "%s"; }
      @Override public int spiVersion() { return %s; }
      @Override public Set<Capability> capabilities() { return Set.of(); }
      @Override public List<Setting> settings() {
        return List.of(Setting.of("home", "Home."), Setting.of("%s-only", "Own."));
      }
      @Override public Backend open(DriverContext context) {
        return new Backend() {
          @Override public String scope() {
            return context.settings().get("home").orElse("somewhere");
          }
          @Override public Set<Capability> capabilities() { return Set.of(); }
          @Override public ObjectStore staging() { return context.store("mem:" + scope()); }
          @Override public void close() {}
        };
      }
    }
    """
        .formatted(
            className.substring(0, dot),
            className.substring(dot + 1),
            members,
            scheme,
            spi,
            scheme);
  }
}
