package dev.aloft.fake.aws.containers;

import dev.aloft.fake.work.InstantWork;
import dev.aloft.fake.work.Scorer.Scores;
import dev.aloft.fake.work.ServingContainer;
import dev.aloft.fake.work.ServingWork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Serving by the built-in XGBoost algorithm. Stateless. */
final class XgboostServing implements ServingContainer {
  private static final String ACCEPTED =
      "['application/json', 'application/jsonlines', 'application/x-recordio-protobuf', "
          + "'text/csv']";

  @Override
  public Server start(ServingWork work) throws IOException {
    boolean all =
        work.environment().getOrDefault("SAGEMAKER_INFERENCE_ENSEMBLE", "true").equals("true");
    Ensemble models = Ensemble.load(work.root().resolve("model"), work.mount() + "/model", all);
    work.log().accept("Model objective : " + models.objective());
    String usual =
        work.environment().getOrDefault("SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT", "text/csv");
    return new Endpoint(models, usual, isOld(ImageName.of(work.image())), work.log());
  }

  private static boolean isOld(ImageName image) {
    return image.repository().equals("xgboost") || image.tag().startsWith("0.");
  }

  private record Endpoint(Ensemble models, String usual, boolean old, Consumer<String> log)
      implements Server {

    @Override
    public Reply invoke(Invocation invocation) throws IOException {
      if (invocation.body().length == 0) {
        return new Reply(204, "text/html; charset=utf-8", Map.of(), new byte[0]);
      }
      Payload rows;
      try {
        rows = read(invocation);
      } catch (UserError e) {
        return failure(415, String.valueOf(e.getMessage()));
      }
      Scores scores;
      try {
        scores = models.score(rows);
      } catch (UserError e) {
        return failure(400, "Unable to evaluate payload provided: " + e.getMessage());
      }
      String accept = wanted(invocation.accept());
      ScoreFormat format = format(accept);
      if (format == null) {
        return failure(
            406,
            "Accept type "
                + accept
                + " is not supported. Please use supported accept types: "
                + ACCEPTED
                + ".");
      }
      return InstantWork.text(200, format.mediaType() + charset(format), format.write(scores));
    }

    private static String charset(ScoreFormat format) {
      return format.mediaType().startsWith("text/") ? "; charset=utf-8" : "";
    }

    private static Payload read(Invocation invocation) throws UserError {
      String text = new String(invocation.body(), StandardCharsets.UTF_8);
      return switch (ContentType.of(invocation.contentType())) {
        case CSV -> Payload.csv(text);
        case LIBSVM -> Payload.libsvm(text);
        case RECORDIO_PROTOBUF ->
            throw new UserError(
                "Loading recordio-protobuf data failed with Exception, please ensure data is in "
                    + "recordio-protobuf format: this fake reads text/csv and text/libsvm");
        case PARQUET ->
            throw new UserError("Content-type " + invocation.contentType() + " is not supported.");
      };
    }

    private String wanted(String accept) {
      int parameters = accept.indexOf(';');
      String plain = (parameters < 0 ? accept : accept.substring(0, parameters)).strip();
      return plain.isEmpty() || plain.equals("*/*") ? usual : plain;
    }

    private @org.jspecify.annotations.Nullable ScoreFormat format(String accept) {
      return switch (accept.toLowerCase(Locale.ROOT)) {
        case "text/csv" -> old ? ScoreFormat.OLD_CSV : ScoreFormat.CSV;
        case "application/json" -> ScoreFormat.JSON;
        case "application/jsonlines" -> ScoreFormat.JSON_LINES;
        default -> null;
      };
    }

    private Reply failure(int status, String text) {
      log.accept(text);
      return InstantWork.text(status, "text/html; charset=utf-8", text);
    }

    @Override
    public void close() {}
  }
}
