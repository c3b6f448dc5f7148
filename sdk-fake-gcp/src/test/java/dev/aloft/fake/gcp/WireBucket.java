package dev.aloft.fake.gcp;

import dev.aloft.fake.FakeClock;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A bucket and whoever speaks with it by plain HTTP. */
abstract class WireBucket {
  static final String OBJECTS = "/storage/v1/b/models/o/";
  static final String UPLOAD = "/upload/storage/v1/b/models/o?uploadType=";
  static final int PIECE = 256 << 10;

  @TempDir Path directory;

  FakeClock clock;
  GcpCloud cloud;
  JsonClient client;

  @BeforeEach
  void start() {
    clock = FakeClock.driven();
    cloud = GcpCloud.builder().clock(clock).directory(directory).start();
    cloud.createBucket("models");
    client = new JsonClient(cloud);
  }

  @AfterEach
  void end() {
    cloud.close();
  }

  JsonNode put(String name, String text) throws Exception {
    return client.post(UPLOAD + "media&name=" + name, text);
  }

  String get(String name) throws Exception {
    return client.send("GET", OBJECTS + name + "?alt=media", "").body();
  }

  static JsonNode json(HttpResponse<String> answer) {
    return JsonMapper.builder().build().readTree(answer.body());
  }
}
