package dev.aloft.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.driver.Settings;
import dev.aloft.layer.Call;
import dev.aloft.layer.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EngineLayersTest {
  private final List<String> seen = new ArrayList<>();

  @Test
  void aClientsOwnLayersAreAroundWhatNoVerbSends() {
    EngineConfig config =
        EngineConfig.of("cloud", new Settings(Map.of(), Map.of(), Set.of()), new SystemTiming());
    EngineContext context = new EngineContext(config, List.of(new Watching()));
    context.opened(new NoCloud());

    context.send(context.call("ListRuns", "").build(), () -> "sent");

    assertThat(seen).containsExactly("ListRuns");
    context.close();
  }

  private final class Watching implements Layer {
    @Override
    public <T> T around(Call call, Inner<T> inner) {
      seen.add(call.operation());
      return inner.proceed(call);
    }
  }
}
