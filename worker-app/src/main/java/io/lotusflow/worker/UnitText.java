package io.lotusflow.worker;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The text of a unit that keeps lotusflow up: what {@code up --service} writes, and what the Debian
 * package brings. systemd ends the supervisor alone, which ends its two politely; killed, it leaves
 * them, and the one that systemd starts next takes them over. Jobs are never ended with it.
 */
final class UnitText {

  /**
   * What the worker's own process never needs, also as root. Jobs, packages and nodes are units of
   * their own, which this does not bind. Not here: a folder for temporary files of its own
   * (operators name files in {@code /tmp}), closed homes (Lotus lives there), closed devices (GPUs
   * are counted), a ban on set-group-ID (folders of sectors have it, and are copied with it), and
   * memory that is never both writable and executable (Java's compiler).
   */
  private static final String CONFINED =
      """
      NoNewPrivileges=yes
      ProtectSystem=yes
      ReadWritePaths=-/usr/local
      CapabilityBoundingSet=~CAP_SYS_MODULE CAP_SYS_TIME CAP_SYS_BOOT CAP_SYS_RAWIO CAP_SYSLOG \
      CAP_MAC_ADMIN CAP_MAC_OVERRIDE CAP_BPF CAP_PERFMON CAP_WAKE_ALARM CAP_BLOCK_SUSPEND \
      CAP_SYS_PACCT CAP_SYS_TTY_CONFIG CAP_MKNOD CAP_NET_RAW CAP_NET_BROADCAST CAP_LEASE \
      CAP_AUDIT_CONTROL CAP_AUDIT_READ CAP_SYS_CHROOT CAP_IPC_OWNER
      SystemCallFilter=~@clock @cpu-emulation @debug @module @obsolete @raw-io @reboot
      SystemCallErrorNumber=EPERM
      RestrictNamespaces=yes
      ProtectKernelModules=yes
      ProtectKernelTunables=yes
      ProtectKernelLogs=yes
      ProtectControlGroups=yes
      ProtectHostname=yes
      RestrictRealtime=yes
      RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
      LockPersonality=yes
      SystemCallArchitectures=native
      KeyringMode=private
      """;

  private UnitText() {}

  /**
   * For root.
   *
   * @param environment public: never a secret
   */
  static String of(String description, List<String> commandLine, Map<String, String> environment) {
    String variables =
        environment.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(e -> "Environment=" + quoted(e.getKey() + '=' + e.getValue()) + '\n')
            .collect(Collectors.joining());
    return text("", description, words(commandLine), variables, CONFINED);
  }

  static String description(boolean workerOnly) {
    return workerOnly
        ? "lotusflow: worker of this host"
        : "lotusflow: Temporal server and worker of this host";
  }

  /** As the package brings it: Temporal and a worker, or a worker alone. */
  static String packaged(boolean workerOnly) {
    String unit =
        workerOnly
            ? "Conflicts=" + LotusflowService.UNIT + '\n'
            : "Conflicts=lotusflow-worker.service\n";
    return text(
        unit,
        description(workerOnly),
        "/usr/bin/lotusflow supervise" + (workerOnly ? " --worker-only" : ""),
        "Environment=LOTUSFLOW_HOME=/var/lib/lotusflow\nEnvironmentFile=-/etc/lotusflow/environment\n",
        CONFINED);
  }

  /**
   * A template for plain users, {@code lotusflow@USER}. The kernel confines them; almost all that
   * systemd could add implies {@code NoNewPrivileges}, with which {@code sudo} does nothing.
   */
  static String packagedForUsers() {
    return text(
        "",
        "lotusflow of %i",
        "/usr/bin/lotusflow supervise",
        "User=%i\nEnvironmentFile=-/etc/lotusflow/environment\n",
        "");
  }

  private static String text(
      String more, String description, String command, String variables, String confinement) {
    return """
        [Unit]
        Description=%s
        Documentation=man:lotusflow(1)
        %sWants=network-online.target
        After=network-online.target
        StartLimitIntervalSec=0

        [Service]
        Type=exec
        ExecStart=%s
        %sRestart=on-failure
        RestartSec=1
        SuccessExitStatus=143
        KillMode=process
        TimeoutStopSec=60
        LimitNOFILE=1048576
        TasksMax=infinity
        OOMPolicy=continue
        UMask=0077
        SyslogIdentifier=lotusflow
        %s
        [Install]
        WantedBy=multi-user.target
        """
        .formatted(description, more, command, variables, confinement);
  }

  private static String words(List<String> commandLine) {
    return commandLine.stream().map(UnitText::quoted).collect(Collectors.joining(" "));
  }

  /** One word for systemd, whatever is in it. */
  private static String quoted(String word) {
    return '"'
        + word.replace("\\", "\\\\").replace("\"", "\\\"").replace("%", "%%").replace("$", "$$")
        + '"';
  }
}
