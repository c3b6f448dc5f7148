package dev.aloft.fake.gcp.internal.gcs;

import dev.aloft.fake.Answer;
import dev.aloft.fake.FakeCloud.Conversation;
import dev.aloft.fake.FakeCloud.Reply;
import dev.aloft.fake.Request;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests that come as one, each in a part of a multipart/mixed body. */
final class Batch {
  private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?");
  private static final int LARGEST = 32 << 20;
  private static final String END = "\r\n";
  private static final String OWN = "batch_aloft";

  private Batch() {}

  /**
   * One of them.
   *
   * @param id by which its answer is known; empty when it has none
   */
  record Part(String id, Request request) {}

  static boolean isBatch(Request request) {
    return request.path().startsWith("/batch/storage/v1") || request.path().equals("/batch");
  }

  static List<Part> read(Request request) throws IOException {
    String type = request.header("content-type");
    Matcher boundary = BOUNDARY.matcher(type == null ? "" : type);
    if (!boundary.find()) {
      throw new GcsFailure(400, "badRequest", "Failed to parse batch request.");
    }
    String text = new String(request.body().readNBytes(LARGEST), StandardCharsets.UTF_8);
    List<Part> parts = new ArrayList<>();
    String[] pieces = text.split("--" + Pattern.quote(boundary.group(1)), -1);
    for (int i = 1; i < pieces.length; i++) {
      if (!pieces[i].startsWith("--")) {
        parts.add(part(request, pieces[i].replace(END, "\n")));
      }
    }
    return parts;
  }

  private static Part part(Request outer, String text) {
    String[] halves = text.replaceFirst("^\n", "").split("\n\n", 2);
    if (halves.length < 2) {
      throw new GcsFailure(400, "badRequest", "Failed to parse batch request.");
    }
    String id =
        headers(halves[0].split("\n", -1), 0).getOrDefault("content-id", List.of("")).get(0);
    String[] inner = halves[1].split("\n\n", 2);
    String[] lines = inner[0].split("\n", -1);
    String[] start = lines[0].split(" ", -1);
    if (start.length < 2) {
      throw new GcsFailure(400, "badRequest", "Failed to parse batch request.");
    }
    String address = start[1].replaceFirst("^https?://[^/]*", "");
    int question = address.indexOf('?');
    Map<String, List<String>> headers = headers(lines, 1);
    headers.put("host", outer.headers().getOrDefault("host", List.of("localhost")));
    byte[] body =
        inner.length < 2 ? new byte[0] : inner[1].strip().getBytes(StandardCharsets.UTF_8);
    return new Part(
        id,
        new Request(
            start[0],
            question < 0 ? address : address.substring(0, question),
            question < 0 ? "" : address.substring(question + 1),
            headers,
            new ByteArrayInputStream(body)));
  }

  private static Map<String, List<String>> headers(String[] lines, int from) {
    Map<String, List<String>> headers = new HashMap<>();
    for (int i = from; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0) {
        headers.put(
            lines[i].substring(0, colon).trim().toLowerCase(Locale.ROOT),
            List.of(lines[i].substring(colon + 1).trim()));
      }
    }
    return headers;
  }

  static Answer answer(List<Part> parts, List<Conversation> all) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < all.size(); i++) {
      Reply reply;
      try {
        reply = all.get(i).answer();
      } catch (IOException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException(e);
      }
      Answer answer = reply.answer();
      byte[] body = answer.bytes();
      StringBuilder head = new StringBuilder();
      head.append("--" + OWN + END + "Content-Type: application/http" + END);
      String id = parts.get(i).id();
      if (!id.isEmpty()) {
        head.append("Content-ID: ").append(id.replaceFirst("^<?", "<response-")).append(END);
      }
      head.append(END).append("HTTP/1.1 ").append(answer.status()).append(" ");
      head.append(answer.status() < 300 ? "OK" : "Error").append(END);
      answer.headers().forEach((name, value) -> head.append(name + ": " + value + END));
      head.append("Content-Length: ").append(body.length).append(END).append(END);
      out.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
      out.writeBytes(body);
      out.writeBytes(END.getBytes(StandardCharsets.UTF_8));
    }
    out.writeBytes(("--" + OWN + "--" + END).getBytes(StandardCharsets.UTF_8));
    return Answer.of(200, "multipart/mixed; boundary=" + OWN, out.toByteArray());
  }
}
