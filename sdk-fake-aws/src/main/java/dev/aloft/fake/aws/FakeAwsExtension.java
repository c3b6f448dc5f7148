package dev.aloft.fake.aws;

import dev.aloft.Aloft;
import dev.aloft.fake.Exchanges;
import dev.aloft.fake.FakeClock;
import dev.aloft.fake.Faults;
import dev.aloft.fake.work.Images;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Makes what {@link FakeAws} promises; one cloud for each test. */
final class FakeAwsExtension implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(FakeAwsExtension.class);

  FakeAwsExtension() {}

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == AwsCloud.class
        || type == Aloft.class
        || type == FakeClock.class
        || type == Faults.class
        || type == Exchanges.class
        || type == Images.class
        || SdkClients.isClient(type);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    FakeAwsPlace place = place(parameter, context);
    if (type == AwsCloud.class) {
      return place.cloud();
    }
    if (type == Aloft.class) {
      return place.aloft();
    }
    if (type == FakeClock.class) {
      return place.cloud().clock();
    }
    if (type == Faults.class) {
      return place.cloud().faults();
    }
    if (type == Exchanges.class) {
      return place.cloud().exchanges();
    }
    return type == Images.class ? place.cloud().images() : place.client(type);
  }

  private static FakeAwsPlace place(ParameterContext parameter, ExtensionContext context) {
    FakeAws wish =
        AnnotationSupport.findAnnotation(parameter.getParameter(), FakeAws.class)
            .or(() -> of(context))
            .orElseThrow();
    String root = FakeAwsCredentials.class.getName();
    ExtensionContext.Store forAll = context.getRoot().getStore(NAMESPACE);
    forAll.getOrComputeIfAbsent(root, key -> new FakeAwsCredentials(), FakeAwsCredentials.class);
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent("place", key -> new FakeAwsPlace(wish), FakeAwsPlace.class);
  }

  private static Optional<FakeAws> of(ExtensionContext context) {
    Optional<ExtensionContext> one = Optional.of(context);
    while (one.isPresent()) {
      Optional<FakeAws> found =
          one.flatMap(ExtensionContext::getElement)
              .flatMap(element -> AnnotationSupport.findAnnotation(element, FakeAws.class));
      if (found.isPresent()) {
        return found;
      }
      one = one.flatMap(ExtensionContext::getParent);
    }
    return Optional.empty();
  }
}
