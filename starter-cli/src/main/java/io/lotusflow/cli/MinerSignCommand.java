package io.lotusflow.cli;

import io.lotusflow.actor.ActorProblem;
import io.lotusflow.actor.Signatures;
import io.lotusflow.run.Attention;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Hands a signature that was made elsewhere to the run that waits for it. */
@Command(name = "sign")
final class MinerSignCommand implements Callable<Integer> {

  private final Session session;

  @Mixin private RunChoice choice = new RunChoice();

  @Parameters(index = "1", paramLabel = "SIGNATURE", descriptionKey = "SIGNATURE")
  private String signature = "";

  @Option(names = "--detach")
  private boolean detach;

  MinerSignCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    return new OperatorWord(session, choice).say("resume", this::put, detach);
  }

  private Optional<String> put(Attention attention) {
    if (!attention.problem().equals(ActorProblem.ACTOR_NEEDS_SIGNATURE.name())
        && !attention.problem().equals(ActorProblem.ACTOR_SIGNATURE_WRONG.name())) {
      throw session.complaint(Exit.USAGE, "miner.sign.none");
    }
    try {
      new Signatures(session.home().messages()).put(attention.workflowId(), signature);
    } catch (IllegalArgumentException noSignature) {
      throw session.complaint(Exit.USAGE, "miner.sign.wrong");
    }
    return Optional.empty();
  }
}
