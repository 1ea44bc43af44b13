package io.lotusflow.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A machine with a worker on it; stable over renames of the machine, as it is kept in a file there.
 */
public record HostId(@JsonValue String value) {

  @JsonCreator
  public HostId {
    if (!isOne(value)) {
      throw new IllegalArgumentException(
          "a host id is 1 to 63 of a-z, 0-9, . and -, got \"" + value + '"');
    }
  }

  /** Whether a host may be called so. */
  public static boolean isOne(String text) {
    return text.matches("[a-z0-9][a-z0-9.-]{0,62}");
  }

  /** The task queue on which this host's worker takes activities. */
  public String taskQueue() {
    return TaskQueues.WORKFLOWS + '@' + value;
  }

  /** The host in the name of a {@link #taskQueue}; empty if it is none. */
  public static String ofTaskQueue(String queue) {
    String before = TaskQueues.WORKFLOWS + '@';
    return queue.startsWith(before) ? queue.substring(before.length()) : "";
  }

  @Override
  public String toString() {
    return value;
  }
}
