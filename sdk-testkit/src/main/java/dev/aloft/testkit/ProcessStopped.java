package dev.aloft.testkit;

import java.io.Serial;

/**
 * Stands for the end of a process at one request: the client that gets it can send nothing any
 * more. An {@link Error}, so that nothing that handles failures handles this one; a test lets it
 * pass and goes on with a new client.
 */
public final class ProcessStopped extends Error {
  @Serial private static final long serialVersionUID = 1L;

  ProcessStopped(String where) {
    super("the process stopped " + where, null, false, false);
  }
}
