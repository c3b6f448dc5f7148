package dev.aloft.driver;

import dev.aloft.operation.OperationState;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service's words for states and what they mean. A word that is not known means RUNNING, since
 * only the service may end a run, and is logged once. Thread-safe.
 */
public final class StateWords {
  private static final Logger LOG = LoggerFactory.getLogger(StateWords.class);

  private final String service;
  private final Map<String, OperationState> states;
  private final Set<String> unknown = ConcurrentHashMap.newKeySet();

  private StateWords(String service, Map<String, OperationState> states) {
    this.service = service;
    this.states = Map.copyOf(states);
  }

  /**
   * The words of a service.
   *
   * @param service its name, for the log
   * @param states every word that is known, as the service writes it
   */
  public static StateWords of(String service, Map<String, OperationState> states) {
    return new StateWords(service, states);
  }

  /** The state for a word. */
  public OperationState state(String word) {
    OperationState known = states.get(word);
    if (known != null) {
      return known;
    }
    if (unknown.add(word)) {
      LOG.warn("{} says \"{}\", which is not known here: taken as RUNNING", service, word);
    }
    return OperationState.RUNNING;
  }
}
