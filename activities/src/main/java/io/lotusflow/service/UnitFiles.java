package io.lotusflow.service;

import io.lotusflow.job.EnvironmentFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The files that make a program a systemd service. All that we care about is in a drop-in, which
 * stays when {@code make install-daemon-service} writes the unit anew.
 */
final class UnitFiles {
  static final Path UNITS = Path.of("/etc/systemd/system");
  static final Path LOGROTATE = Path.of("/etc/logrotate.d");

  private final ServiceUnit unit;

  UnitFiles(ServiceUnit unit) {
    this.unit = unit;
  }

  Path baseFile() {
    return UNITS.resolve(unit.name() + ".service");
  }

  Path dropInFolder() {
    return UNITS.resolve(unit.name() + ".service.d");
  }

  Path dropInFile() {
    return dropInFolder().resolve("10-lotusflow.conf");
  }

  /** Not a drop-in by its name, so systemd reads it only where the drop-in says so. */
  Path environmentFile() {
    return dropInFolder().resolve("lotusflow.environment");
  }

  Path logrotateFile() {
    return LOGROTATE.resolve("lotusflow-" + unit.name());
  }

  /** No more than systemd needs to know the unit: whoever replaces it takes nothing away. */
  String base() {
    return """
        [Unit]
        Description=%s

        [Service]
        ExecStart=%s

        [Install]
        WantedBy=multi-user.target
        """
        .formatted(escaped(unit.description()), execStart());
  }

  String dropIn() {
    List<String> lines =
        new ArrayList<>(List.of("[Unit]", "Description=" + escaped(unit.description())));
    lines.add("Wants=network-online.target");
    lines.add("After=network-online.target");
    unit.after().forEach(other -> lines.add("After=" + other));
    unit.requiresMounts().forEach(path -> lines.add("RequiresMountsFor=" + quoted(path)));
    // In [Service], where Lotus' own unit has it, systemd ignores it. Never give up: it may be the
    // disk.
    lines.addAll(List.of("StartLimitIntervalSec=0", "", "[Service]"));
    lines.addAll(List.of("Type=exec", "ExecStart=", "ExecStart=" + execStart()));
    lines.add("WorkingDirectory=" + escaped(unit.workingDirectory()));
    if (!unit.user().isEmpty()) {
      lines.add("User=" + unit.user());
    }
    lines.add("EnvironmentFile=" + environmentFile());
    // Always: lotus-worker ends with 0 on errors.
    lines.addAll(List.of("Restart=always", "RestartSec=3"));
    lines.add("TimeoutStopSec=" + unit.stopTimeout().toSeconds());
    lines.add("LimitNOFILE=" + unit.nofile());
    // Units of Lotus before v1.27 limit the daemon to 8 GiB, which kills it in imports.
    lines.add("MemoryHigh=infinity");
    lines.add("MemoryMax=" + (unit.memoryMax().isEmpty() ? "infinity" : unit.memoryMax()));
    if (!unit.cpuAffinity().isEmpty()) {
      lines.add("CPUAffinity=" + unit.cpuAffinity());
    }
    lines.add("StandardOutput=append:" + escaped(unit.logFile()));
    lines.add("StandardError=append:" + escaped(unit.logFile()));
    return String.join("\n", lines) + '\n';
  }

  String environment() {
    return EnvironmentFile.text(unit.environment());
  }

  /** Lotus opens its log once and for all: so it is copied and cut, not moved. */
  String logrotate() {
    return """
        "%s" {
          weekly
          maxsize 512M
          rotate 8
          compress
          delaycompress
          missingok
          notifempty
          copytruncate
        }
        """
        .formatted(unit.logFile());
  }

  private String execStart() {
    return unit.command().stream().map(UnitFiles::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String argument) {
    return '"'
        + escaped(argument)
            .replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("$", "$$")
            .replace("\n", "\\n")
        + '"';
  }

  /** What follows a percent sign would be replaced. */
  private static String escaped(String text) {
    return text.replace("%", "%%");
  }
}
