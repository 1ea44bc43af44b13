package io.lotusflow.process;

import static io.lotusflow.process.RootAct.Need.FIREWALL;
import static io.lotusflow.process.RootAct.Need.JOBS;
import static io.lotusflow.process.RootAct.Need.PREPARE;
import static io.lotusflow.process.RootAct.Need.ROOT_ITSELF;
import static io.lotusflow.process.RootAct.Need.SERVICES;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * All that is ever run as root. A command of no such shape is refused before it starts, also where
 * we are root already, so that no test passes with one that sudoers does not know.
 */
public final class RootActs {

  private static final String UNIT_FOLDER = "/etc/systemd/system/{unit}.d";

  /** How a job is started; {@code User=} comes first, and nothing after it can name another. */
  private static final String JOB =
      "--quiet --collect --unit={word} --description={word} --property=WorkingDirectory={path}"
          + " --property=EnvironmentFile={path} --property=LimitNOFILE=1048576"
          + " --property=TasksMax=infinity --property=StandardOutput=null"
          + " --property=StandardError=null --property=IgnoreSIGPIPE=no"
          + " --property=OOMPolicy=continue --property=TimeoutStopSec={number}";

  private static final String GUEST = " --property=CPUWeight=10 --property=IOWeight=10";

  static final List<RootAct> ALL =
      List.of(
          RootAct.of(SERVICES, "systemctl daemon-reload"),
          RootAct.of(SERVICES, "systemctl {start|stop|reset-failed|enable|disable} {unit}"),
          RootAct.of(SERVICES, "cat -- " + UNIT_FOLDER + "/lotusflow.environment"),
          RootAct.of(FIREWALL, "ufw status"),
          RootAct.of(
              FIREWALL,
              "ufw allow proto {tcp|udp} from {network} to any port {number} comment"
                  + " lotusflow-{number}"),
          RootAct.of(
              FIREWALL,
              "ufw allow proto {tcp|udp} from any to any port {number} comment lotusflow-{number}"),
          RootAct.of(
              FIREWALL,
              "ufw --force delete allow proto {tcp|udp} from {network} to any port {number}"),
          RootAct.of(
              FIREWALL, "ufw --force delete allow proto {tcp|udp} from any to any port {number}"),
          RootAct.of(FIREWALL, "nft list ruleset"),
          RootAct.of(FIREWALL, "nft {-a|--json} list ruleset"),
          RootAct.of(FIREWALL, "iptables -S INPUT"),
          RootAct.of(FIREWALL, "iptables-legacy -S INPUT"),
          RootAct.of(
              FIREWALL,
              "systemd-run --property=User={user} --quiet --collect --unit={word} -- /bin/sh {path}"
                  + " {path} {number} {word}"),
          RootAct.of(
              ROOT_ITSELF,
              "systemd-run --quiet --collect --unit={word} -- /bin/sh {path} {path} {number} {word}"),
          RootAct.of(
              FIREWALL,
              "nft insert rule {ip|ip6|inet} {word} {word} {ip|ip6} saddr {network} {tcp|udp} dport"
                  + " {number} accept comment \"lotusflow-{number}\""),
          RootAct.of(
              FIREWALL,
              "nft insert rule {ip|ip6|inet} {word} {word} {tcp|udp} dport {number} accept comment"
                  + " \"lotusflow-{number}\""),
          RootAct.of(FIREWALL, "nft delete rule {ip|ip6|inet} {word} {word} handle {number}"),
          RootAct.of(
              JOBS, "systemd-run --property=User={user} " + JOB + " -- {path} {anything}..."),
          RootAct.of(
              JOBS,
              "systemd-run --property=User={user} " + JOB + GUEST + " -- {path} {anything}..."),
          RootAct.of(JOBS, "systemctl stop {word}.service"),
          RootAct.of(ROOT_ITSELF, "systemd-run " + JOB + " -- {path} {anything}..."),
          RootAct.of(ROOT_ITSELF, "systemd-run " + JOB + GUEST + " -- {path} {anything}..."),
          RootAct.of(PREPARE, "kill -{word} {number}"),
          RootAct.of(PREPARE, "install -D -m {0644|0600} -- {path} {path}"),
          RootAct.of(PREPARE, "mv -f -- {path} {path}"),
          RootAct.of(PREPARE, "rm -rf -- {path}"),
          RootAct.of(PREPARE, "install -d -- {path}"),
          RootAct.of(PREPARE, "install -d -o {user} -- {path}"),
          RootAct.of(PREPARE, "chown -R --reference={path} {path}"),
          RootAct.of(PREPARE, "install --directory {path}"),
          RootAct.of(PREPARE, "install --directory --owner={user} {path}"),
          RootAct.of(PREPARE, "rm --force {path}"),
          RootAct.of(PREPARE, "rm -rf {path}"),
          RootAct.of(PREPARE, "ln --symbolic --force --no-dereference {text} {path}"),
          RootAct.of(PREPARE, "mv --no-target-directory {path} {path}"),
          RootAct.of(PREPARE, "mv --force {path} {path}"),
          RootAct.of(PREPARE, "cp --preserve=mode,timestamps --no-target-directory {path} {path}"),
          RootAct.of(PREPARE, "cp --preserve=mode,timestamps --target-directory={path} {path}..."),
          RootAct.of(PREPARE, "sync {path}..."),
          RootAct.of(PREPARE, "apt-get --config-file={path} update"),
          RootAct.of(
              PREPARE,
              "apt-get --config-file={path} install --assume-yes --no-install-recommends"
                  + " --no-upgrade {word}..."),
          RootAct.of(PREPARE, "/bin/sh {path} {path} {number} {word}"),
          RootAct.of(PREPARE, "install --mode=0600 /dev/null {path}"),
          RootAct.of(PREPARE, "fallocate --length {number} {path}"),
          RootAct.of(PREPARE, "mkswap {path}"),
          RootAct.of(PREPARE, "swapon --priority {text} {path}"),
          RootAct.of(PREPARE, "swapoff {path}"),
          RootAct.of(PREPARE, "cp --preserve=all {path} {path}"),
          RootAct.of(PREPARE, "install --mode=0644 {path} {path}"));

  private RootActs() {}

  /** What is typical of a need: whoever may do this may do the rest of it. */
  static List<String> example(RootAct.Need need) {
    return ALL.stream()
        .filter(act -> act.need() == need)
        .findFirst()
        .orElseThrow()
        .example(System.getProperty("user.name"));
  }

  /** A call of a need that changes nothing; {@code systemctl} knows no such unit. */
  static List<String> trial(RootAct.Need need, String user) {
    List<String> argv =
        switch (need) {
          case SERVICES -> List.of("systemctl", "start", "lotus-asked.service");
          case JOBS -> emptyJob(user);
          case PREPARE -> List.of("kill", "-0", "1");
          case FIREWALL, ROOT_ITSELF -> throw new IllegalArgumentException(need + " is not asked");
        };
    require(argv);
    return argv;
  }

  private static List<String> emptyJob(String user) {
    Map<String, String> values =
        Map.of(
            "--unit", "lotusflow-asked-" + UUID.randomUUID(),
            "--description", "asked",
            "--property=WorkingDirectory", "/tmp",
            "--property=EnvironmentFile", "/dev/null",
            "--property=TimeoutStopSec", "1");
    List<String> argv = new ArrayList<>(List.of("systemd-run", "--property=User=" + user));
    for (String word : JOB.split(" ", -1)) {
      String name = word.substring(0, Math.max(0, word.lastIndexOf('=')));
      argv.add(values.containsKey(name) ? name + '=' + values.get(name) : word);
    }
    argv.addAll(List.of("--", "/bin/true", "asked"));
    return argv;
  }

  /**
   * Refuses what is in no list.
   *
   * @throws IllegalArgumentException for a command of another shape: a mistake of ours
   */
  static void require(List<String> argv) {
    if (ALL.stream().noneMatch(act -> act.covers(argv))) {
      throw new IllegalArgumentException("not among the commands for root: " + argv);
    }
  }
}
