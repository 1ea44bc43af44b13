package io.lotusflow.settings;

import static io.lotusflow.settings.Shape.orEmpty;

import io.lotusflow.lotus.ByteSize;
import io.lotusflow.service.ServicePlan.Manager;
import java.util.Optional;

/**
 * {@code [services]}: who keeps daemon and miner alive, and how.
 *
 * @param user empty = the user who runs lotusflow
 * @param cpuAffinity as systemd writes it; empty = all CPUs
 */
public record ServiceSettings(
    Manager manager,
    String daemonUnit,
    String minerUnit,
    String user,
    String cpuAffinity,
    Optional<ByteSize> memoryMax,
    String logFolder) {

  private static final Shape<String> UNIT =
      Shapes.matching("[A-Za-z0-9][A-Za-z0-9_@:-]{0,200}", "not-unit");

  static ServiceSettings from(Table services) {
    return new ServiceSettings(
        services.value("manager", "auto", Shapes.word(Manager.values())),
        services.value("daemon_unit", "lotus-daemon", UNIT),
        services.value("miner_unit", "lotus-miner", UNIT),
        services.value("user", "", orEmpty(Shapes.matching("[a-z_][a-z0-9_-]{0,31}", "not-user"))),
        services.value(
            "cpu_affinity",
            "",
            orEmpty(Shapes.matching("\\d+(-\\d+)?([, ]+\\d+(-\\d+)?)*", "not-cpus"))),
        services.value("memory_max", "", Shapes.SIZE.orNothing()),
        services.value("log_folder", "/var/log/lotus", Shapes.PATH));
  }
}
