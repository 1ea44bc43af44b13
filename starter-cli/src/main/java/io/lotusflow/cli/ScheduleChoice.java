package io.lotusflow.cli;

import picocli.CommandLine.Parameters;

/** The schedule that a command is about. */
final class ScheduleChoice {

  @Parameters(index = "0", paramLabel = "ID", descriptionKey = "schedule-id")
  private String id;

  String id() {
    return id;
  }
}
