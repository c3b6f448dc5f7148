package dev.aloft.fake.aws;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The services of one fake, in the order in which they are asked whether a request is theirs. */
final class Services {
  private Services() {}

  static List<Service> of(Cloud cloud) throws IOException {
    S3Service s3 = new S3Service(cloud.directory().resolve("s3"), cloud.settings(), cloud.clock());
    cloud.buckets(s3);
    JsonService sagemaker =
        new JsonService(cloud, "sagemaker", "SageMaker", ServiceModel.of("sagemaker"));
    cloud.tags().serve(sagemaker);
    cloud.search().serve(sagemaker);
    new TrainingJobs(cloud).serve(sagemaker);
    HostingServices hosting = new HostingServices(cloud, sagemaker);
    cloud.hosting(hosting.hosting());
    JsonService logs = new JsonService(cloud, "logs", "Logs_20140328", null);
    new LogOperations(cloud).serve(logs);
    JsonService metrics =
        new JsonService(cloud, "monitoring", "GraniteServiceVersion20100801", null, "cloudwatch");
    cloud.metrics().serve(metrics);
    IdentityOperations identities = new IdentityOperations(cloud);
    List<Service> services = new ArrayList<>();
    services.add(sagemaker);
    services.add(logs);
    services.add(metrics);
    services.add(identities.sts());
    services.add(identities.iam());
    services.add(new RegistryOperations(cloud).service());
    services.add(new QuotaOperations(cloud).service());
    services.addAll(hosting.services());
    services.add(s3);
    return services;
  }
}
