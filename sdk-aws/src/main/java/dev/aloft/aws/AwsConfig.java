package dev.aloft.aws;

import dev.aloft.driver.Setting;
import dev.aloft.driver.Settings;
import dev.aloft.error.Problems;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;

/**
 * The settings of one client, read once. Nothing here calls out.
 *
 * @param region the region; null when it is not known
 * @param endpoint where every request goes instead of the region's own addresses; null for those
 * @param role the execution role; null when none is set
 * @param staging the URI of the staging store
 * @param account the account that owns everything here; null when it is not known
 * @param subnets the subnets that the work runs in; empty for the service's own network
 * @param securityGroups the security groups that go with the subnets
 * @param kmsKey the key that encrypts what the work writes; null for the bucket's own
 * @param profile the profile of the vendor's configuration; null for the usual one
 */
record AwsConfig(
    @Nullable String region,
    @Nullable URI endpoint,
    @Nullable String role,
    @Nullable String staging,
    @Nullable String account,
    List<String> subnets,
    List<String> securityGroups,
    @Nullable String kmsKey,
    @Nullable String profile) {
  private static final Logger LOG = LoggerFactory.getLogger(AwsConfig.class);
  static final String REGION = "region";
  static final String ENDPOINT = "endpoint";
  static final String ROLE = "role";
  static final String ACCOUNT = "account";
  static final String SUBNETS = "subnets";
  static final String SECURITY_GROUPS = "security-groups";
  static final String KMS_KEY = "kms-key";
  static final String PROFILE = "profile";
  static final String ARN = "arn:aws:iam::123456789012:role/NAME";

  private static final String STAGING = Setting.STAGING.name();
  private static final Pattern ROLE_ARN =
      Pattern.compile("arn:aws[a-z-]*:iam::([0-9]{12}):role/?[a-zA-Z_0-9+=,.@/-]+");
  private static final Pattern ACCOUNT_ID = Pattern.compile("[0-9]{12}");
  private static final Pattern VPC_ID = Pattern.compile("[-0-9a-zA-Z]{1,32}");
  private static final Pattern KEY_ID = Pattern.compile("[a-zA-Z0-9:/_-]{1,2048}");
  static final int MOST_SUBNETS = 16;
  static final int MOST_GROUPS = 5;

  AwsConfig {
    subnets = List.copyOf(subnets);
    securityGroups = List.copyOf(securityGroups);
  }

  static List<Setting> settings() {
    return List.of(
        Setting.of(REGION, "the region; else what the vendor's own configuration says")
            .orVariable("AWS_REGION"),
        Setting.of(ROLE, "the ARN of the role that training jobs and endpoints run as"),
        Setting.of(ACCOUNT, "the account that must own the staging bucket; else the role's"),
        Setting.of(PROFILE, "the profile of the vendor's configuration").orVariable("AWS_PROFILE"),
        Setting.of(
            ENDPOINT,
            "one address for all services, for tests and gateways; private links have one for each"
                + " service, which the vendor's own AWS_ENDPOINT_URL_SAGEMAKER and its like name"),
        Setting.of(SUBNETS, "the subnets that the work runs in, with commas between"),
        Setting.of(SECURITY_GROUPS, "the security groups in those subnets, with commas between"),
        Setting.of(KMS_KEY, "the KMS key that encrypts volumes and outputs"));
  }

  static void check(Settings settings, Problems problems) {
    String profile = settings.get(PROFILE).orElse(null);
    if (profile != null && !Profiles.exists(profile)) {
      problems.add(PROFILE, profile, Profiles.fix(profile));
    }
    String region = settings.get(REGION).or(() -> regionOfChain(profile)).orElse(null);
    problems.require(
        region != null && Regions.isPossible(region),
        REGION,
        region,
        "a region such as eu-central-1; AWS_REGION or `aws configure set region` say it too"
            + (region == null ? "" : Regions.suggestion(region)));
    warnOfNewRegion(region);
    matches(settings, ACCOUNT, ACCOUNT_ID, "the 12 digits of an account", problems);
    matches(settings, KMS_KEY, KEY_ID, "the id, alias or ARN of a KMS key", problems);
    settings
        .get(ROLE)
        .ifPresent(role -> problems.require(isRole(role), ROLE, role, "the ARN of a role: " + ARN));
    settings.get(ENDPOINT).ifPresent(text -> endpoint(text, problems));
    staging(settings.get(STAGING).orElse(null), problems);
    vpc(settings, problems);
  }

  private static void warnOfNewRegion(@Nullable String region) {
    if (region != null && Regions.isPossible(region) && !Regions.isKnown(region)) {
      LOG.warn(
          "The region {} is not known to this version; it is used as it stands{}",
          region,
          Regions.suggestion(region));
    }
  }

  /** Whether a text is the ARN of a role. */
  static boolean isRole(String text) {
    return text.length() <= 2048 && ROLE_ARN.matcher(text).matches();
  }

  /** Whether a text is the id, alias or ARN of a key. */
  static boolean isKey(String text) {
    return KEY_ID.matcher(text).matches();
  }

  /** Whether a text is a list of so many ids of subnets or security groups at most. */
  static boolean areIds(String text, int most) {
    List<String> ids = list(text);
    return ids.size() <= most && ids.stream().allMatch(id -> VPC_ID.matcher(id).matches());
  }

  private static void matches(
      Settings settings, String name, Pattern pattern, String fix, Problems problems) {
    settings
        .get(name)
        .ifPresent(text -> problems.require(pattern.matcher(text).matches(), name, text, fix));
  }

  private static void endpoint(String text, Problems problems) {
    try {
      URI uri = new URI(text);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      problems.require(http && uri.getHost() != null, ENDPOINT, text, "an http or https address");
    } catch (URISyntaxException e) {
      problems.add(ENDPOINT, text, "an http or https address");
    }
  }

  private static void staging(@Nullable String uri, Problems problems) {
    S3Uri.fault(uri == null ? "" : uri)
        .ifPresent(
            fault ->
                problems.add(
                    STAGING,
                    uri,
                    "s3://BUCKET/PREFIX with a bucket that exists: none is made by itself ("
                        + fault
                        + ")"));
  }

  private static void vpc(Settings settings, Problems problems) {
    List<String> subnets = list(settings, SUBNETS);
    List<String> groups = list(settings, SECURITY_GROUPS);
    ids(settings, SUBNETS, MOST_SUBNETS, problems);
    ids(settings, SECURITY_GROUPS, MOST_GROUPS, problems);
    network(subnets, groups, problems);
  }

  /** Notes half a network of a piece of work. */
  static void network(List<String> subnets, List<String> groups, Problems problems) {
    problems.require(
        subnets.isEmpty() == groups.isEmpty(),
        subnets.isEmpty() ? SUBNETS : SECURITY_GROUPS,
        null,
        "both subnets and security groups, or neither (VpcConfig)");
  }

  private static void ids(Settings settings, String name, int most, Problems problems) {
    settings
        .get(name)
        .ifPresent(
            text ->
                problems.require(
                    areIds(text, most),
                    name,
                    text,
                    "at most " + most + " ids of letters, digits and hyphens"));
  }

  static AwsConfig of(Settings settings) {
    String profile = settings.get(PROFILE).orElse(null);
    String role = settings.get(ROLE).orElse(null);
    return new AwsConfig(
        settings.get(REGION).or(() -> regionOfChain(profile)).orElse(null),
        settings.get(ENDPOINT).map(URI::create).orElse(null),
        role,
        settings.get(STAGING).orElse(null),
        settings.get(ACCOUNT).orElseGet(() -> accountOf(role)),
        list(settings, SUBNETS),
        list(settings, SECURITY_GROUPS),
        settings.get(KMS_KEY).orElse(null),
        profile);
  }

  private static List<String> list(Settings settings, String name) {
    return list(settings.get(name).orElse(""));
  }

  /** The items of a list that is written with commas between. */
  static List<String> list(String text) {
    List<String> items = new ArrayList<>();
    for (String item : text.split(",", -1)) {
      if (!item.isBlank()) {
        items.add(item.strip());
      }
    }
    return items;
  }

  /** The account of a role, which must be the one that its work runs in. */
  private static @Nullable String accountOf(@Nullable String role) {
    Matcher arn = ROLE_ARN.matcher(role == null ? "" : role);
    return arn.matches() ? arn.group(1) : null;
  }

  /** The vendor's chain without the machine's metadata service, which would be a request. */
  private static Optional<String> regionOfChain(@Nullable String profile) {
    try {
      return Optional.of(
          new AwsRegionProviderChain(
                  new SystemSettingsRegionProvider(),
                  new AwsProfileRegionProvider(ProfileFile::defaultProfileFile, profile))
              .getRegion()
              .id());
    } catch (SdkClientException e) {
      return Optional.empty();
    }
  }

  /** The region, which has been checked to be there. */
  String requireRegion() {
    if (region == null) {
      Problems problems = new Problems();
      problems.add(REGION, null, "a region such as eu-central-1, in AWS_REGION or the setting");
      problems.throwIfAny("the configuration of aws");
      throw new IllegalStateException();
    }
    return region;
  }

  /** Account and region, as in operation ids; the region alone when no account is known. */
  String scope() {
    return account == null ? requireRegion() : account + "/" + requireRegion();
  }
}
