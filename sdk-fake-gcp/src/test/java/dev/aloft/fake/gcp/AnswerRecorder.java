package dev.aloft.fake.gcp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.aloft.testkit.RequestFields;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Stands before a server of Cloud Storage and keeps what it answers, as single fields. What no two
 * servers have in common is written as a word: addresses, times, generations, etags and what else
 * is made of them.
 */
final class AnswerRecorder implements AutoCloseable {
  private static final Set<String> TOLD =
      Set.of("content-type", "content-range", "content-encoding", "etag", "location", "range");
  private static final Pattern PART = Pattern.compile("HTTP/1\\.1 ([0-9]{3})");
  private static final Set<String> PER_HOP =
      Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpServer server;
  private final String upstream;
  private final List<Map<String, String>> answers = new ArrayList<>();

  private AnswerRecorder(HttpServer server, String upstream) {
    this.server = server;
    this.upstream = upstream;
  }

  /** One before the server at an address. */
  static AnswerRecorder before(String upstream) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    AnswerRecorder recorder = new AnswerRecorder(server, upstream);
    server.createContext("/", recorder::pass);
    server.start();
    return recorder;
  }

  /** Where it listens. */
  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What was answered since this was asked last: fields, each behind its answer's number. */
  synchronized Map<String, String> take() {
    Map<String, String> all = new TreeMap<>();
    for (int i = 0; i < answers.size(); i++) {
      String number = "/" + i;
      answers.get(i).forEach((field, value) -> all.put(number + field, value));
    }
    answers.clear();
    return all;
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(upstream + exchange.getRequestURI()))
              .method(
                  exchange.getRequestMethod(),
                  HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
      exchange
          .getRequestHeaders()
          .forEach(
              (name, values) -> {
                if (!PER_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                  values.forEach(value -> request.header(name, value));
                }
              });
      HttpResponse<byte[]> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      keep(exchange, answer);
      answer
          .headers()
          .map()
          .forEach(
              (name, values) -> {
                if (!PER_HOP.contains(name.toLowerCase(Locale.ROOT)) && !name.startsWith(":")) {
                  values.forEach(value -> exchange.getResponseHeaders().add(name, here(value)));
                }
              });
      exchange.sendResponseHeaders(
          answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
      exchange.getResponseBody().write(answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What comes later comes through here as well. */
  private String here(String location) {
    return location.replace(upstream, address());
  }

  private synchronized void keep(HttpExchange exchange, HttpResponse<byte[]> answer) {
    Map<String, String> fields = new TreeMap<>();
    fields.put("/asked", exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath());
    fields.put("/status", Integer.toString(answer.statusCode()));
    answer
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              String header = name.toLowerCase(Locale.ROOT);
              if (TOLD.contains(header) || header.startsWith("x-goog-")) {
                fields.put("/header/" + header, words(header, String.join(",", values)));
              }
            });
    String body = new String(answer.body(), StandardCharsets.UTF_8);
    String type = answer.headers().firstValue("content-type").orElse("");
    if (type.startsWith("application/json") && body.startsWith("{")) {
      RequestFields.of(body, List.of("name"))
          .forEach((field, value) -> fields.put("/body" + field, words(field, value)));
    } else if (type.startsWith("multipart/")) {
      fields.put("/parts", parts(body));
    } else {
      fields.put("/body", body);
    }
    answers.add(fields);
  }

  /** The statuses of the answers in one. */
  private static String parts(String body) {
    return PART.matcher(body).results().map(part -> part.group(1)).toList().toString();
  }

  private static String words(String field, String value) {
    String name = field.substring(field.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return switch (name) {
      case "etag", "location", "id", "projectnumber", "x-guploader-uploadid" -> "(a text)";
      case "generation", "x-goog-generation" -> "(a number)";
      case "timecreated", "updated", "timestorageclassupdated" -> "(a time)";
      case "selflink", "medialink" -> "(an address)";
      default -> value.replaceFirst("; boundary=.+", "; boundary=(a text)");
    };
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
