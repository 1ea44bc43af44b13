package io.lotusflow.cli;

import io.lotusflow.files.SecretFile;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.settings.Plans;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a token and writes it to a file; asked here and now, so that no history has it. */
@Command(name = "token")
final class ApiTokenCommand implements Callable<Integer> {

  /** Each has those before it. */
  enum Permission {
    read,
    write,
    sign,
    admin
  }

  private final Session session;

  @Parameters(index = "0", paramLabel = "daemon|miner", descriptionKey = "api-of")
  private ApiOf of = ApiOf.daemon;

  @Option(names = "--perm", paramLabel = "read|write|sign|admin", required = true)
  private Permission permission = Permission.read;

  @Option(names = "--to", paramLabel = "FILE")
  private Optional<Path> to = Optional.empty();

  @Option(names = "--with-address", paramLabel = "MULTIADDR")
  private Optional<String> address = Optional.empty();

  @Option(names = "--print")
  private boolean print;

  @Option(names = "--force")
  private boolean force;

  @Option(names = "--rehearsal")
  private boolean rehearsal;

  ApiTokenCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    if (to.isEmpty() && !print) {
      throw session.complaint(Exit.USAGE, "api.no-place");
    }
    Planning planning = new Planning(session);
    Plans plans = rehearsal ? planning.rehearsal() : planning.plans();
    NodeApi api = of.api(plans).orElseThrow(() -> of.notHere(session));
    Optional<Path> file = to.map(path -> path.toAbsolutePath().normalize());
    if (file.filter(path -> Files.exists(path) && !force).isPresent()) {
      throw session.complaint(Exit.USAGE, "api.file-there", file.get());
    }
    if (session.options().dryRun()) {
      session.say("api.would", of, permission, file.map(Path::toString).orElse("-"));
      return Exit.DONE;
    }
    String token = address.map(at -> made(api) + ':' + at).orElseGet(() -> made(api));
    if (file.isPresent()) {
      write(file.get(), token);
      session.say("api.written", of, permission, file.get());
    }
    if (print) {
      session.out().println(token);
    }
    return Exit.DONE;
  }

  private String made(NodeApi api) {
    try {
      List<String> permissions =
          Stream.of(Permission.values())
              .filter(one -> one.compareTo(permission) <= 0)
              .map(Permission::name)
              .toList();
      return of.token(api, permissions);
    } catch (RpcFailed failed) {
      throw NodeReading.silent(
          session, failed, of == ApiOf.daemon ? "node.silent" : "miner.silent");
    }
  }

  private void write(Path file, String token) throws IOException {
    try {
      SecretFile.write(file, token + '\n', force);
    } catch (FileAlreadyExistsException there) {
      throw session.complaint(Exit.USAGE, "api.file-there", file);
    }
  }
}
