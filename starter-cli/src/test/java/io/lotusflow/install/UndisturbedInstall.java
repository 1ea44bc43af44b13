package io.lotusflow.install;

import io.lotusflow.crash.Havoc;
import io.lotusflow.files.FolderTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * An install as a newcomer runs it, disturbed by nobody: made once for all tests that look at what
 * it left, or compare with it.
 *
 * @param machine shows what it wrote outside its folders; absent where that needs rights we lack
 * @param said what it printed
 * @param lines command lines from its first moment on
 * @param figures port of the worker's figures
 * @param temporal the server's binary, so that the next operator need not fetch one
 */
record UndisturbedInstall(
    Optional<WatchedMachine> machine,
    Operator operator,
    Operator.Said said,
    Havoc.Outcome outcome,
    CommandLines lines,
    int figures,
    Path temporal)
    implements AutoCloseable {

  private static UndisturbedInstall make() {
    Path folder = newFolder("undisturbed");
    Optional<WatchedMachine> machine =
        WatchedMachine.isPermitted() ? Optional.of(WatchedMachine.in(folder)) : Optional.empty();
    int figures = freePort();
    CommandLines lines = CommandLines.watched();
    Operator operator =
        new Operator(
            folder,
            Map.of("LOTUSFLOW_METRICS_PORT", Integer.toString(figures)),
            machine.map(WatchedMachine::prefix).orElse(List.of()));
    try {
      Operator.Said said = operator.types(Duration.ofMinutes(8), "install", "--rehearsal");
      said.expecting(0);
      Havoc.Outcome outcome = new Havoc(operator, new InstallOrdeal()).undisturbed();
      return new UndisturbedInstall(
          machine, operator, said, outcome, lines, figures, keepTemporal(operator));
    } catch (IOException | RuntimeException | AssertionError failed) {
      lines.close();
      operator.close();
      machine.ifPresent(WatchedMachine::close);
      throw new AssertionError("no undisturbed install: " + failed.getMessage(), failed);
    }
  }

  private static int freePort() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path newFolder(String name) {
    try {
      return Files.createTempDirectory(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
    operator.close();
    machine.ifPresent(WatchedMachine::close);
    Files.delete(temporal);
    FolderTree.delete(operator.folder());
  }

  private static Path keepTemporal(Operator operator) throws IOException {
    Path kept = Files.createTempFile("temporal", "");
    Optional<Path> server =
        operator.processes().stream()
            .filter(process -> process.contains(" server start-dev "))
            .map(process -> Path.of(process.split(" ", 3)[1]))
            .findFirst();
    return Files.copy(
        server.orElseThrow(),
        kept,
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.COPY_ATTRIBUTES);
  }

  /** For a parameter of this type. */
  static final class Once implements ParameterResolver {

    private static final ExtensionContext.Namespace HERE =
        ExtensionContext.Namespace.create(UndisturbedInstall.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType().equals(UndisturbedInstall.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(HERE)
          .getOrComputeIfAbsent("one", any -> make(), UndisturbedInstall.class);
    }
  }
}
