package io.lotusflow.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lotusflow.home.Home;
import io.lotusflow.messages.Language;
import io.lotusflow.server.UpRefused;
import io.lotusflow.temporal.ConfigurationProblem;
import java.io.PrintStream;
import java.util.List;

/**
 * Starts, keeps and ends the server and the worker of this host.
 *
 * <pre>
 * start [--port=N] [--ui-port=N] [--codec-port=N] [--metrics-port=N] [--address=HOST:PORT]
 *       [--namespace=NAME]                                                  in the background
 * run   (the same options)                                                  in the foreground
 * restart                                     with what the configuration names now
 * down
 * status
 * service install|uninstall
 * service print [--worker-only]        the units of the package
 * service print user
 *
 * --json  a refusal is told on standard output alone
 * --lang=zh-CN                                                              for any of them
 * </pre>
 *
 * <p>Prints one line of JSON on standard output: the state, or {@code
 * {"refused":KIND,"message":…}}. What people read goes to standard error. Exit codes: 0 done, 1
 * something failed, 2 usage, 3 refused before anything was started. {@code status} exits with 0
 * whether or not anything runs.
 */
public final class UpMain {

  /** Chinese has no place in the encoding of a bare login. */
  private static final PrintStream OUT = new PrintStream(System.out, true, UTF_8);

  private static final PrintStream ERR = new PrintStream(System.err, true, UTF_8);

  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final int REFUSED = 3;

  private UpMain() {}

  public static void main(String[] args) throws InterruptedException {
    keepStandardOutputToOneLine();
    int exit = run(List.of(args));
    if (exit != 0) {
      System.exit(exit);
    }
  }

  /** Without a configuration, what libraries log at all would go there. */
  private static void keepStandardOutputToOneLine() {
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
      System.setProperty("slf4j.internal.verbosity", "ERROR");
    }
  }

  private static int run(List<String> arguments) throws InterruptedException {
    Language language = Language.ENGLISH;
    boolean forAProgram = false;
    try {
      UpOptions options = UpOptions.parse(arguments);
      language = options.language();
      forAProgram = options.forAProgram();
      Up up = new Up(Home.ofThisProcess(), options, System.getenv());
      switch (String.join(" ", options.words())) {
        case "start" -> OUT.println(up.start());
        case "run" -> up.run();
        case "restart" -> OUT.println(up.restart());
        case "down" -> OUT.println(up.down());
        case "status" -> OUT.println(up.status());
        case "service install" -> LotusflowService.ofThisHost().install(options, up::yieldToUnit);
        case "service print" -> OUT.print(UnitText.packaged(options.workerOnly()));
        case "service print user" -> OUT.print(UnitText.packagedForUsers());
        case "service uninstall" -> LotusflowService.ofThisHost().uninstall();
        default ->
            throw new IllegalArgumentException(
                "expected start, run, restart, down, status, service install, print or uninstall");
      }
      return 0;
    } catch (IllegalArgumentException usage) {
      ERR.println(usage.getMessage());
      return USAGE;
    } catch (ConfigurationProblem problem) {
      return refused(
          new UpRefused(
              UpRefused.Kind.BAD_CONFIGURATION,
              "bad-configuration",
              problem.seen(language),
              problem.todo(language)),
          language,
          forAProgram);
    } catch (UpRefused refused) {
      return refused(refused, language, forAProgram);
    }
  }

  private static int refused(UpRefused refused, Language language, boolean forAProgram) {
    if (!forAProgram) {
      ERR.println(refused.text(language));
    }
    OUT.println(refused.toJson(language));
    return refused.kind() == UpRefused.Kind.NOT_UP ? FAILED : REFUSED;
  }
}
