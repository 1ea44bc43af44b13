package io.lotusflow.watch;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.lotusflow.job.JobProgress;
import io.lotusflow.run.Attention;
import io.lotusflow.run.Problem;
import io.lotusflow.run.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A run with a step in every state that a person may see. */
final class SampleRun {

  static final Instant BEGAN = Instant.parse("2026-11-23T03:00:00Z");
  static final Instant NOW = BEGAN.plus(Duration.ofMinutes(75));

  private static final long GIB = 1L << 30;

  private SampleRun() {}

  static RunView view() {
    return new RunView(
        "install/node-1",
        "run-1",
        "install",
        RunView.Status.OPEN,
        BEGAN,
        Optional.empty(),
        List.of(
            done("install/node-1", "Preflight.Check", Receipt.done("")),
            done("install/node-1/host", "Host.InstallPackages", Receipt.alreadySo("12 packages")),
            done(
                "install/node-1/host",
                "Host.MakeSwap",
                new Receipt(Receipt.Outcome.SKIPPED, List.of(), "")),
            running(
                "install/node-1/build",
                "Build.Compile",
                new JobProgress("cgo filecoin-ffi", 40, 0, 0, "", "", 9, BEGAN)),
            running(
                "install/node-1/snapshot",
                "Snapshot.Fetch",
                new JobProgress("", -1, 33 * GIB, 74 * GIB, "bytes", "", 9, BEGAN)),
            troubled("install/node-1/params", "Params.Fetch", StepState.RETRYING, 3),
            troubled("install/node-1/miner", "Miner.Create", StepState.PARKED, 1)),
        Optional.of(
            new Attention(
                Attention.Kind.PARKED,
                "install/node-1/miner",
                "Miner.Create",
                "NO_FUNDS",
                List.of("t3abc", "0 FIL", "1 FIL", "1 FIL"),
                "",
                BEGAN,
                false)),
        Optional.empty(),
        Optional.empty(),
        RunBackground.NONE);
  }

  /** Two hosts at work at once, whose steps alternate. */
  static RunView overTwoHosts() {
    return overTwoHosts(
        List.of(
            done("install/node-1/build@host-1", "host-1", "Build.Checkout", Receipt.done("")),
            done("install/node-1/build@host-2", "host-2", "Build.Checkout", Receipt.done("")),
            done("install/node-1/build@host-1", "host-1", "Build.Compile", Receipt.done("")),
            done("install/node-1/build@host-2", "host-2", "Build.Compile", Receipt.done(""))));
  }

  /** The same as it is told of step by step, the part of one host before that of the other. */
  static List<RunView> growingOverTwoHosts() {
    List<Step> all =
        overTwoHosts().steps().stream().sorted(Comparator.comparing(Step::workflowId)).toList();
    return Stream.of(List.of(0, 2), List.of(0, 1, 2), List.of(0, 1, 2, 3))
        .map(begun -> overTwoHosts(begun.stream().map(all::get).toList()))
        .toList();
  }

  private static RunView overTwoHosts(List<Step> steps) {
    return new RunView(
        "install/node-1",
        "run-1",
        "install",
        RunView.Status.COMPLETED,
        BEGAN,
        Optional.of(NOW),
        steps,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        RunBackground.NONE);
  }

  private static Step done(String workflow, String type, Receipt receipt) {
    return done(workflow, "host-1", type, receipt);
  }

  private static Step done(String workflow, String host, String type, Receipt receipt) {
    return new Step(
        workflow,
        host,
        type,
        StepState.of(receipt),
        BEGAN,
        Optional.of(BEGAN.plusMillis(2340)),
        1,
        Optional.empty(),
        Optional.of(receipt),
        Optional.empty(),
        MissingNode.getInstance());
  }

  private static Step running(String workflow, String type, JobProgress progress) {
    return new Step(
        workflow,
        "host-1",
        type,
        StepState.RUNNING,
        BEGAN.plus(Duration.ofMinutes(3)),
        Optional.empty(),
        1,
        Optional.of(progress),
        Optional.empty(),
        Optional.empty(),
        MissingNode.getInstance());
  }

  private static Step troubled(String workflow, String type, StepState state, int attempts) {
    return new Step(
        workflow,
        "host-1",
        type,
        state,
        BEGAN.plus(Duration.ofMinutes(74)),
        Optional.empty(),
        attempts,
        Optional.empty(),
        Optional.empty(),
        Optional.of(
            new Trouble(
                "NO_FUNDS",
                "no funds",
                List.of("t3abc", "0 FIL", "1 FIL", "1 FIL"),
                "",
                Optional.of(Problem.Cure.OPERATOR))),
        MissingNode.getInstance());
  }
}
