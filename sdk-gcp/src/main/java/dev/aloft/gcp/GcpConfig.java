package dev.aloft.gcp;

import dev.aloft.driver.Setting;
import dev.aloft.driver.Settings;
import dev.aloft.error.Problems;
import dev.aloft.http.CertificateAuthority;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one client, read once. Nothing here calls out.
 *
 * @param project the project; null when it is not known
 * @param location the region; null when it is not known
 * @param staging the URI of the staging store
 * @param serviceAccount what the work runs as; null for the service's own agent
 * @param network the network that the work is attached to; null for the service's own
 * @param kmsKey the key that encrypts what the work writes; null for Google's own
 * @param credentials a file of credentials, or {@code none}; null for the application's default
 * @param impersonate the service account in whose name everything is asked; null for none
 * @param endpoint host and port of Vertex AI, instead of the region's own; null for those
 * @param httpEndpoint where everything else is asked, instead of Google's own addresses; null for
 *     those
 * @param ca a file of certificates that vouch for these addresses; null for those of the JVM
 */
record GcpConfig(
    @Nullable String project,
    @Nullable String location,
    @Nullable String staging,
    @Nullable String serviceAccount,
    @Nullable String network,
    @Nullable String kmsKey,
    @Nullable String credentials,
    @Nullable String impersonate,
    @Nullable String endpoint,
    @Nullable URI httpEndpoint,
    @Nullable Path ca) {
  static final String PROJECT = "project";
  static final String LOCATION = "location";
  static final String SERVICE_ACCOUNT = "service-account";
  static final String NETWORK = "network";
  static final String KMS_KEY = "kms-key";
  static final String CREDENTIALS = "credentials";
  static final String IMPERSONATE = "impersonate";
  static final String ENDPOINT = "endpoint";
  static final String HTTP_ENDPOINT = "http-endpoint";
  static final String CA = "ca";

  /** The value of {@link #CREDENTIALS} that sends none. */
  static final String NO_CREDENTIALS = "none";

  private static final String STAGING = Setting.STAGING.name();
  private static final Pattern PROJECT_ID =
      Pattern.compile("(?:[a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]|[0-9]{6,20}");
  private static final Pattern LOCATION_NAME =
      Pattern.compile("[a-z]+(?:-[a-z]+)*-?[a-z]+[0-9]{1,2}|us|eu|global");
  private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");
  private static final Pattern NETWORK_NAME =
      Pattern.compile("projects/[0-9]+/global/networks/[a-z][a-z0-9-]*");
  private static final Pattern KEY_NAME =
      Pattern.compile("projects/[^/]+/locations/([^/]+)/keyRings/[^/]+/cryptoKeys/[^/]+");
  private static final Pattern HOST_AND_PORT = Pattern.compile("[A-Za-z0-9.-]+:[0-9]{1,5}");

  private static final Pattern HERE = Pattern.compile("localhost|127(\\.[0-9]+){3}|\\[::1]");

  static List<Setting> settings() {
    return List.of(
        Setting.of(PROJECT, "the id of the project").orVariable("GOOGLE_CLOUD_PROJECT"),
        Setting.of(LOCATION, "the region, such as europe-west4")
            .orVariable("GOOGLE_CLOUD_LOCATION"),
        Setting.of(
            SERVICE_ACCOUNT,
            "the e-mail address of the service account that the work runs as; else the service's"
                + " own agent"),
        Setting.of(
            NETWORK,
            "the network that the work is attached to, as projects/NUMBER/global/networks/NAME"),
        Setting.of(KMS_KEY, "the name of the key that encrypts jobs, models and endpoints"),
        Setting.of(
            CREDENTIALS,
            "a file of credentials; \"none\" for gateways that want none; else the application's"
                + " default credentials"),
        Setting.of(
            IMPERSONATE, "the e-mail address of the service account in whose name all is asked"),
        Setting.of(ENDPOINT, "host:port of Vertex AI, for tests, gateways and private links"),
        Setting.of(
            HTTP_ENDPOINT,
            "one address for Cloud Storage, logs and predictions, for tests and gateways"),
        Setting.of(
            CA, "a PEM file of certificates that vouch for these addresses; else the JVM's own"));
  }

  static void check(Settings settings, Problems problems) {
    String project = settings.get(PROJECT).orElse(null);
    problems.require(
        project != null && PROJECT_ID.matcher(project).matches(),
        PROJECT,
        project,
        "the id of a project, in the setting or GOOGLE_CLOUD_PROJECT; `gcloud config get project`"
            + " says which is yours");
    String location = settings.get(LOCATION).orElse(null);
    problems.require(
        location != null && LOCATION_NAME.matcher(location).matches(),
        LOCATION,
        location,
        "a region such as europe-west4, in the setting or GOOGLE_CLOUD_LOCATION");
    matches(settings, SERVICE_ACCOUNT, EMAIL, "the e-mail address of a service account", problems);
    matches(settings, IMPERSONATE, EMAIL, "the e-mail address of a service account", problems);
    matches(settings, NETWORK, NETWORK_NAME, NETWORK_FIX, problems);
    matches(settings, KMS_KEY, KEY_NAME, KEY_FIX, problems);
    matches(settings, ENDPOINT, HOST_AND_PORT, "a host, a colon and a port", problems);
    boolean none = settings.get(CREDENTIALS).filter(NO_CREDENTIALS::equals).isPresent();
    settings.get(HTTP_ENDPOINT).ifPresent(text -> address(text, none, problems));
    file(settings, CREDENTIALS, problems);
    file(settings, CA, problems);
    staging(settings.get(STAGING).orElse(null), problems);
  }

  static final String NETWORK_FIX =
      "projects/NUMBER/global/networks/NAME with the project's number, which `gcloud projects"
          + " describe PROJECT --format='value(projectNumber)'` says";
  static final String KEY_FIX =
      "projects/PROJECT/locations/LOCATION/keyRings/RING/cryptoKeys/KEY, in the job's own location";

  /** Whether a text is the address of a service account. */
  static boolean isServiceAccount(String text) {
    return EMAIL.matcher(text).matches();
  }

  static boolean isNetwork(String text) {
    return NETWORK_NAME.matcher(text).matches();
  }

  /** Whether a text is the name of a key in the location where the work is. */
  boolean isKeyHere(String text) {
    Matcher name = KEY_NAME.matcher(text);
    return name.matches() && name.group(1).equals(location);
  }

  private static void matches(
      Settings settings, String name, Pattern pattern, String fix, Problems problems) {
    settings
        .get(name)
        .ifPresent(text -> problems.require(pattern.matcher(text).matches(), name, text, fix));
  }

  /** A token that travels in the clear is anybody's; only this machine hears what stays on it. */
  private static void address(String text, boolean withoutCredentials, Problems problems) {
    try {
      URI uri = new URI(text);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      problems.require(
          http && uri.getHost() != null, HTTP_ENDPOINT, text, "an http or https address");
      problems.require(
          withoutCredentials
              || !"http".equals(uri.getScheme())
              || uri.getHost() == null
              || HERE.matcher(uri.getHost()).matches(),
          HTTP_ENDPOINT,
          text,
          "an https address, since credentials go there; \""
              + NO_CREDENTIALS
              + "\" in the setting "
              + CREDENTIALS
              + " sends none");
    } catch (URISyntaxException e) {
      problems.add(HTTP_ENDPOINT, text, "an http or https address");
    }
  }

  private static void file(Settings settings, String name, Problems problems) {
    settings
        .get(name)
        .filter(path -> !(name.equals(CREDENTIALS) && path.equals(NO_CREDENTIALS)))
        .ifPresent(
            path ->
                problems.require(
                    Files.isReadable(Path.of(path)), name, path, "a file that can be read"));
  }

  private static void staging(@Nullable String uri, Problems problems) {
    GcsUri.fault(uri == null ? "" : uri)
        .ifPresent(
            fault ->
                problems.add(
                    STAGING,
                    uri,
                    "gs://BUCKET/PREFIX with a bucket that exists, in the region of the jobs: none"
                        + " is made by itself ("
                        + fault
                        + ")"));
  }

  static GcpConfig of(Settings settings) {
    return new GcpConfig(
        settings.get(PROJECT).orElse(null),
        settings.get(LOCATION).orElse(null),
        settings.get(STAGING).orElse(null),
        settings.get(SERVICE_ACCOUNT).orElse(null),
        settings.get(NETWORK).orElse(null),
        settings.get(KMS_KEY).orElse(null),
        settings.get(CREDENTIALS).orElse(null),
        settings.get(IMPERSONATE).orElse(null),
        settings.get(ENDPOINT).orElse(null),
        settings.get(HTTP_ENDPOINT).map(URI::create).orElse(null),
        settings.get(CA).map(Path::of).orElse(null));
  }

  @Nullable CertificateAuthority authority() {
    return ca == null ? null : new CertificateAuthority(ca);
  }

  /** The project, which has been checked to be there. */
  String requireProject() {
    return required(
        PROJECT, project, "the id of a project, in GOOGLE_CLOUD_PROJECT or the setting");
  }

  /** The location, which has been checked to be there. */
  String requireLocation() {
    return required(
        LOCATION,
        location,
        "a region such as europe-west4, in GOOGLE_CLOUD_LOCATION or the setting");
  }

  private static String required(String name, @Nullable String value, String fix) {
    if (value == null) {
      Problems problems = new Problems();
      problems.add(name, null, fix);
      problems.throwIfAny("the configuration of gcp");
      throw new IllegalStateException();
    }
    return value;
  }

  /** Project and location, as in operation ids. */
  String scope() {
    return requireProject() + "/" + requireLocation();
  }

  /** The name of what all resources lie below. */
  String parent() {
    return "projects/" + requireProject() + "/locations/" + requireLocation();
  }
}
