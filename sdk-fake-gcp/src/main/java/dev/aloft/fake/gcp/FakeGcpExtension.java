package dev.aloft.fake.gcp;

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

/** Makes what {@link FakeGcp} promises; one cloud for each test. */
final class FakeGcpExtension implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(FakeGcpExtension.class);

  FakeGcpExtension() {}

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == GcpCloud.class
        || type == Aloft.class
        || type == FakeClock.class
        || type == Faults.class
        || type == Exchanges.class
        || type == Incidents.class
        || type == Images.class
        || VertexClients.isClient(type);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    FakeGcpPlace place = place(parameter, context);
    if (type == Aloft.class) {
      return place.aloft();
    }
    return VertexClients.isClient(type) ? place.client(type) : part(place.cloud(), type);
  }

  private static Object part(GcpCloud cloud, Class<?> type) {
    if (type == FakeClock.class) {
      return cloud.clock();
    }
    if (type == Faults.class) {
      return cloud.faults();
    }
    if (type == Exchanges.class) {
      return cloud.exchanges();
    }
    if (type == Incidents.class) {
      return cloud.incidents();
    }
    return type == Images.class ? cloud.images() : cloud;
  }

  private static FakeGcpPlace place(ParameterContext parameter, ExtensionContext context) {
    FakeGcp wish =
        AnnotationSupport.findAnnotation(parameter.getParameter(), FakeGcp.class)
            .or(() -> of(context))
            .orElseThrow();
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent("place", key -> new FakeGcpPlace(wish), FakeGcpPlace.class);
  }

  private static Optional<FakeGcp> of(ExtensionContext context) {
    Optional<ExtensionContext> one = Optional.of(context);
    while (one.isPresent()) {
      Optional<FakeGcp> found =
          one.flatMap(ExtensionContext::getElement)
              .flatMap(element -> AnnotationSupport.findAnnotation(element, FakeGcp.class));
      if (found.isPresent()) {
        return found;
      }
      one = one.flatMap(ExtensionContext::getParent);
    }
    return Optional.empty();
  }
}
