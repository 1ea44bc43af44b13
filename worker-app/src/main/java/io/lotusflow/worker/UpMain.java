package io.lotusflow.worker;

import io.lotusflow.home.Home;
import io.lotusflow.server.UpRefused;
import java.util.List;

/**
 * Starts, keeps and ends the server and the worker of this host.
 *
 * <pre>
 * start [--port=N] [--ui-port=N] [--address=HOST:PORT] [--namespace=NAME]   in the background
 * run   (the same options)                                                  in the foreground
 * down
 * status
 * service install|uninstall
 * </pre>
 *
 * <p>Prints one line of JSON on standard output: the state, or {@code
 * {"refused":KIND,"message":…}}. What people read goes to standard error. Exit codes: 0 done, 1
 * something failed, 2 usage, 3 refused before anything was started. {@code status} exits with 0
 * whether or not anything runs.
 */
public final class UpMain {

  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final int REFUSED = 3;

  private UpMain() {}

  public static void main(String[] args) throws InterruptedException {
    int exit = run(List.of(args));
    if (exit != 0) {
      System.exit(exit);
    }
  }

  private static int run(List<String> arguments) throws InterruptedException {
    try {
      UpOptions options = UpOptions.parse(arguments);
      Up up = new Up(Home.ofThisProcess(), options, System.getenv());
      switch (String.join(" ", options.words())) {
        case "start" -> System.out.println(up.start());
        case "run" -> up.run();
        case "down" -> System.out.println(up.down());
        case "status" -> System.out.println(up.status());
        case "service install" -> LotusflowService.ofThisHost().install(options);
        case "service uninstall" -> LotusflowService.ofThisHost().uninstall();
        default ->
            throw new IllegalArgumentException(
                "expected start, run, down, status, service install or service uninstall");
      }
      return 0;
    } catch (IllegalArgumentException usage) {
      System.err.println(usage.getMessage());
      return USAGE;
    } catch (UpRefused refused) {
      System.err.println(refused.getMessage());
      System.out.println(refused.toJson());
      return refused.kind() == UpRefused.Kind.NOT_UP ? FAILED : REFUSED;
    }
  }
}
