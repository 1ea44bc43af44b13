package io.lotusflow.cli;

import picocli.CommandLine.Command;

@Command(
    name = "schedule",
    subcommands = {
      ScheduleCreateCommand.class,
      ScheduleListCommand.class,
      ScheduleShowCommand.class,
      ScheduleNextCommand.class,
      SchedulePauseCommand.class,
      ScheduleResumeCommand.class,
      ScheduleTriggerCommand.class,
      ScheduleDeleteCommand.class
    })
final class ScheduleCommand {}
