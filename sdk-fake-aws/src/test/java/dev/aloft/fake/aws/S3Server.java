package dev.aloft.fake.aws;

import dev.aloft.fake.Answer;
import dev.aloft.fake.FakeClock;
import dev.aloft.fake.Request;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/** S3 alone on a port. */
final class S3Server implements AutoCloseable {
  private final Server server = new Server();
  private final ServerConnector connector;
  private final S3Service service;

  S3Server(Path directory, FakeClock clock) throws Exception {
    this(directory, clock, 0);
  }

  private S3Server(Path directory, FakeClock clock, int port) throws Exception {
    service = new S3Service(directory, new Cloud.Settings("us-east-1", "123456789012"), clock);
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setUriCompliance(UriCompliance.UNSAFE);
    configuration.setSendDateHeader(false);
    configuration.setRequestHeaderSize(32 << 10);
    connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(
              org.eclipse.jetty.server.Request request, Response response, Callback callback)
              throws Exception {
            S3Server.this.handle(request, response);
            callback.succeeded();
            return true;
          }
        });
    server.start();
  }

  public static void main(String[] arguments) throws Exception {
    S3Server server =
        new S3Server(Path.of(arguments[0]), FakeClock.realTime(1), Integer.parseInt(arguments[1]));
    System.out.println(server.url());
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + connector.getLocalPort());
  }

  private void handle(org.eclipse.jetty.server.Request request, Response response)
      throws Exception {
    Map<String, List<String>> headers = new HashMap<>();
    for (HttpField field : request.getHeaders()) {
      headers
          .computeIfAbsent(
              field.getName().toLowerCase(Locale.ROOT), k -> new java.util.ArrayList<>())
          .add(field.getValue());
    }
    String query = request.getHttpURI().getQuery();
    Request asked =
        new Request(
            request.getMethod(),
            request.getHttpURI().getPath(),
            query == null ? "" : query,
            headers,
            Content.Source.asInputStream(request));
    Answer answer;
    try {
      answer = service.answer(asked, service.operation(asked), new Caller("a", "us-east-1"));
    } catch (AwsFailure e) {
      answer = service.failure(e, UUID.randomUUID().toString());
    }
    response.setStatus(answer.status());
    answer.headers().forEach(response.getHeaders()::put);
    if (answer.status() != 304 && answer.status() != 204) {
      response.getHeaders().put("Content-Length", answer.length());
    }
    if (!request.getMethod().equals("HEAD")) {
      try (OutputStream out = Content.Sink.asOutputStream(response)) {
        answer.body().writeTo(out);
      }
    }
  }

  @Override
  public void close() throws Exception {
    server.stop();
  }
}
