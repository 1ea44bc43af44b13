package io.lotusflow.backup;

import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** For workflows: what a backup that begins now is called. */
public final class BackupName {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private BackupName() {}

  public static String ofNow() {
    return STAMP.format(Instant.ofEpochMilli(Workflow.currentTimeMillis()));
  }
}
