package dev.aloft.fake.aws;

import java.util.ArrayList;
import java.util.List;

/** The services of one fake, in the order in which they are asked whether a request is theirs. */
final class Services {
  private Services() {}

  static List<Service> of(Cloud cloud) {
    JsonService sagemaker =
        new JsonService(cloud, "sagemaker", "SageMaker", ServiceModel.of("sagemaker"));
    List<Service> services = new ArrayList<>();
    services.add(sagemaker);
    return services;
  }
}
