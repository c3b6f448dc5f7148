package dev.aloft.fake.aws;

import java.lang.reflect.Method;
import java.net.URI;

/** Opens clients of the AWS SDK for Java 2, which is there only where a test brings it. */
final class SdkClients {
  private static final String SDK = "software.amazon.awssdk.";

  private SdkClients() {}

  /** Whether a type is such a client. */
  static boolean isClient(Class<?> type) {
    return type.getName().startsWith(SDK + "services.")
        && AutoCloseable.class.isAssignableFrom(type);
  }

  /** Opens one. */
  static Object open(Class<?> type, String url, String region) {
    ClassLoader loader = type.getClassLoader();
    try {
      Object builder = type.getMethod("builder").invoke(null);
      Class<?> awsBuilder =
          Class.forName(SDK + "awscore.client.builder.AwsClientBuilder", true, loader);
      Class<?> regions = Class.forName(SDK + "regions.Region", true, loader);
      method(awsBuilder, "region", regions)
          .invoke(builder, regions.getMethod("of", String.class).invoke(null, region));
      method(awsBuilder, "endpointOverride", URI.class).invoke(builder, URI.create(url));
      Class<?> provider =
          Class.forName(SDK + "auth.credentials.AwsCredentialsProvider", true, loader);
      method(awsBuilder, "credentialsProvider", provider).invoke(builder, credentials(loader));
      return method(awsBuilder, "build").invoke(builder);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type.getName() + " could not be opened", e);
    }
  }

  private static Method method(Class<?> type, String name, Class<?>... parameters)
      throws NoSuchMethodException {
    return type.getMethod(name, parameters);
  }

  private static Object credentials(ClassLoader loader) throws ReflectiveOperationException {
    Class<?> keys = Class.forName(SDK + "auth.credentials.AwsBasicCredentials", true, loader);
    Object pair =
        keys.getMethod("create", String.class, String.class).invoke(null, "AKIAFAKE", "fake");
    Class<?> pairs = Class.forName(SDK + "auth.credentials.AwsCredentials", true, loader);
    return Class.forName(SDK + "auth.credentials.StaticCredentialsProvider", true, loader)
        .getMethod("create", pairs)
        .invoke(null, pair);
  }
}
