package dev.aloft.internal.layers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.layer.Call;
import dev.aloft.layer.Layer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InnermostLayerTest {
  private final LayerStack stack =
      new LayerStack(
          new BuiltInLayers(
              List.of(new Named("built-in verb", false)),
              List.of(new Named("built-in request", false)),
              new CapabilityLayer("test", Set::of)),
          new Scopes(),
          List.of(new Named("outer", false), new Named("inner", true)));

  @Test
  void standsNextToTheVendorAndAroundVerbsLikeAnyOther() {
    assertThat(stack.names())
        .containsExactly(
            "verb: outer",
            "verb: inner",
            "verb: built-in verb",
            "request: outer",
            "request: built-in request",
            "request: inner");
  }

  @Test
  void keepsItsPlaceUnderFurtherLayers() {
    assertThat(stack.with(new Named("more", true)).names())
        .containsSubsequence("request: built-in request", "request: more", "request: inner");
  }

  private record Named(String name, boolean isInnermost) implements Layer {
    @Override
    public <T> T around(Call call, Inner<T> inner) {
      return inner.proceed(call);
    }
  }
}
