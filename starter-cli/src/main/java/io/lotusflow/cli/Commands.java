package io.lotusflow.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;

/**
 * The top of the command tree. Only the commands whose names occur in the arguments are put
 * together, since reading the options of all of them takes longer than {@code status} itself.
 */
final class Commands {

  private static final String HELP = "help";
  private static final Map<String, Function<Session, Object>> TOP = new LinkedHashMap<>();

  static {
    TOP.put("install", InstallCommand::new);
    TOP.put("init", InitCommand::new);
    TOP.put("adopt", AdoptCommand::new);
    TOP.put("up", UpCommand::new);
    TOP.put("down", DownCommand::new);
    TOP.put("status", StatusCommand::new);
    TOP.put("doctor", DoctorCommand::new);
    TOP.put("support-bundle", SupportBundleCommand::new);
    TOP.put("host", session -> new HostCommand());
    TOP.put("build", BuildCommand::new);
    TOP.put("upgrade", session -> new UpgradeCommand());
    TOP.put("service", session -> new ServiceCommand());
    TOP.put("params", session -> new ParamsCommand());
    TOP.put("snapshot", session -> new SnapshotCommand());
    TOP.put("chain", session -> new ChainCommand());
    TOP.put("network", session -> new NetworkCommand());
    TOP.put("api", session -> new ApiCommand());
    TOP.put("sync", session -> new SyncCommand());
    TOP.put("node", session -> new NodeCommand());
    TOP.put("miner", session -> new MinerCommand());
    TOP.put("wallet", session -> new WalletCommand());
    TOP.put("backup", session -> new BackupCommand());
    TOP.put("storage", session -> new StorageCommand());
    TOP.put("sector", session -> new SectorCommand());
    TOP.put("seal-worker", session -> new SealWorkerCommand());
    TOP.put("deals", session -> new DealsCommand());
    TOP.put("benchmark", session -> new BenchmarkCommand());
    TOP.put("run", session -> new RunCommand());
    TOP.put("schedule", session -> new ScheduleCommand());
    TOP.put("alert", session -> new AlertCommand());
    TOP.put("payload-key", session -> new PayloadKeyCommand());
    TOP.put("codec-server", CodecServerCommand::new);
    TOP.put("server", session -> new ServerCommand());
    TOP.put("migrate-server", MigrateServerCommand::new);
    TOP.put("rehearsal", session -> new RehearsalCommand());
    TOP.put("version", VersionCommand::new);
    TOP.put("completion", CompletionCommand::new);
    TOP.put(HELP, HelpCommand::new);
  }

  private Commands() {}

  static CommandLine of(Session session, List<String> arguments) {
    CommandLine top = new CommandLine(new Lotusflow(session), new Factory(session));
    boolean some = !arguments.contains(HELP) && TOP.keySet().stream().anyMatch(arguments::contains);
    TOP.forEach(
        (name, command) -> {
          if (!some || arguments.contains(name)) {
            top.addSubcommand(name, command.apply(session));
          }
        });
    return top;
  }

  /** Makes sub-commands, which want the session, and picocli's own classes, which do not. */
  private record Factory(Session session) implements CommandLine.IFactory {

    @Override
    public <K> K create(Class<K> type) throws Exception {
      try {
        return type.getDeclaredConstructor(Session.class).newInstance(session);
      } catch (NoSuchMethodException wantsNoSession) {
        return CommandLine.defaultFactory().create(type);
      }
    }
  }
}
