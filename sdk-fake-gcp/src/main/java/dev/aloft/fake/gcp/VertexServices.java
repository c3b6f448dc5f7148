package dev.aloft.fake.gcp;

/** The services of Vertex AI, and what they share. */
final class VertexServices {
  private VertexServices() {}

  /** Makes them; what they offer to others is registered with the cloud. */
  static RpcTable of(Cloud cloud) {
    RpcTable table = new RpcTable(cloud.clock());
    LongOperations operations = new LongOperations(cloud);
    operations.serve(table);
    CustomJobs jobs = new CustomJobs(cloud, operations);
    jobs.serve(table);
    Models models = new Models(cloud, operations);
    models.serve(table);
    new TrainingPipelines(cloud, operations, jobs, models).serve(table);
    Endpoints endpoints = new Endpoints(cloud, operations);
    endpoints.serve(table);
    new Deployments(cloud, operations, models, endpoints).serve(table);
    OnlinePredictions predictions = new OnlinePredictions(cloud, endpoints);
    predictions.serve(table);
    cloud.predictions(predictions);
    return table;
  }
}
