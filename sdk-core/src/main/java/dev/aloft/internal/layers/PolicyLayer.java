package dev.aloft.internal.layers;

import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.layer.Call;
import dev.aloft.layer.Layer;
import dev.aloft.layer.Level;
import dev.aloft.layer.Policy;
import java.util.EnumSet;
import java.util.Set;

/** Asks the organisation's policy before every verb; a policy that fails refuses. Thread-safe. */
public final class PolicyLayer implements Layer {
  private final Policy policy;

  /** The layer of one engine. */
  public PolicyLayer(Policy policy) {
    this.policy = policy;
  }

  @Override
  public String name() {
    return "Policy";
  }

  @Override
  public Set<Level> levels() {
    return EnumSet.of(Level.VERB);
  }

  @Override
  public <T> T around(Call call, Inner<T> inner) {
    admit(call);
    return inner.proceed(call);
  }

  private void admit(Call call) {
    try {
      policy.admit(call);
    } catch (AloftException e) {
      throw e;
    } catch (RuntimeException e) {
      throw AloftException.of(
              ErrorCode.POLICY_DENIED, call + " was not admitted because the policy itself failed")
          .effect(Effect.NONE)
          .cause(e)
          .build();
    }
  }
}
