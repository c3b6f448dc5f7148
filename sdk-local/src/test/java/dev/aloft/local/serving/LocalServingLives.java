package dev.aloft.local.serving;

import dev.aloft.data.Row;
import dev.aloft.data.Table;
import dev.aloft.driver.Codec;
import dev.aloft.driver.Codecs;
import dev.aloft.driver.Invoker;
import dev.aloft.driver.Payload;
import dev.aloft.driver.Reply;
import dev.aloft.driver.Target;
import dev.aloft.local.DirectContext;
import dev.aloft.local.LocalHome;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Endpoints of this machine, in a directory of their own. */
abstract class LocalServingLives {
  static final Duration LIMIT = Duration.ofSeconds(10);

  @TempDir Path folder;

  final DirectContext context = new DirectContext(Map.of("max-body", "2000"));
  LocalServing serving;

  @AfterEach
  void undeploy() {
    for (String name : serving().list(null).items()) {
      Wishes.drive(serving(), Wishes.gone(name));
    }
  }

  LocalServing serving() {
    if (serving == null) {
      serving = new LocalServing(home(), context);
    }
    return serving;
  }

  LocalHome home() {
    return new LocalHome(folder.resolve("home"));
  }

  String predict(Target<EndpointSpec> target, double a, double b) {
    Invoker invoker = serving().invoker(target, serving().observe(target));
    Codec codec = Codecs.of(invoker.protocol());
    Payload payload = codec.encodeRequest(Table.of(List.of(Row.of(a, b))), TestModels.SIGNATURE);
    Reply reply = invoker.invoke(payload, LIMIT);
    return codec
            .decodeReply(reply.body(), reply.contentType(), 1, TestModels.SIGNATURE)
            .get(0)
            .getDouble(0)
        + " by "
        + reply.revision().orElse("nobody");
  }

  EndpointRevision revision(String hash, double low, double high) {
    Path directory = folder.resolve("model-" + hash);
    return Wishes.revision(hash, directory, TestModels.write(directory, low, high));
  }
}
