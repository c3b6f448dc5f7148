package dev.aloft.fake.aws.containers;

import dev.aloft.fake.work.ServingContainer.Invocation;
import dev.aloft.fake.work.ServingContainer.Reply;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/** The connection of a process that answers for a script. One caller at a time. */
final class Worker implements AutoCloseable {
  /** Stands for no process any more. */
  static final Worker NONE = new Worker(new Socket());

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Socket socket;

  Worker(Socket socket) {
    this.socket = socket;
  }

  /** Whether it knows the word of this pool. */
  boolean isNamed(String token) throws IOException {
    byte[] line = socket.getInputStream().readNBytes(token.length() + 1);
    return (token + "\n").equals(new String(line, StandardCharsets.UTF_8));
  }

  Reply ask(Invocation invocation) throws IOException {
    ObjectNode head =
        JSON.createObjectNode()
            .put("contentType", invocation.contentType())
            .put("accept", invocation.accept());
    ObjectNode headers = head.putObject("headers");
    invocation.headers().forEach(headers::put);
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    write(out, JSON.writeValueAsBytes(head));
    write(out, invocation.body());
    out.flush();
    DataInputStream in = new DataInputStream(socket.getInputStream());
    JsonNode answer = JSON.readTree(read(in));
    return new Reply(
        answer.path("status").asInt(500),
        answer.path("contentType").asString(""),
        Map.of(),
        read(in));
  }

  private static void write(DataOutputStream out, byte[] frame) throws IOException {
    out.writeInt(frame.length);
    out.write(frame);
  }

  private static byte[] read(DataInputStream in) throws IOException {
    byte[] frame = new byte[in.readInt()];
    in.readFully(frame);
    return frame;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      return; // it is gone
    }
  }
}
