package io.lotusflow.replay;

import io.temporal.client.WorkflowClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** New shapes for {@link ReplayTest}, which tests write with {@code -Dlotusflow.record=FOLDER}. */
public final class Recording {
  private Recording() {}

  /** Writes down that run, if asked for. */
  public static void of(WorkflowClient client, String workflowId, String name) throws IOException {
    String to = System.getProperty("lotusflow.record", "");
    if (!to.isEmpty()) {
      Files.writeString(Path.of(to, name), client.fetchHistory(workflowId).toJson(true));
    }
  }
}
