package io.lotusflow.cli;

import io.lotusflow.messages.Messages;
import io.lotusflow.process.Programs;
import io.lotusflow.run.Problem;
import io.lotusflow.service.ServiceActivitiesImpl;
import io.lotusflow.settings.Plans;
import io.lotusflow.upgrade.Foresight;
import io.lotusflow.upgrade.HostUpgrade;
import io.lotusflow.upgrade.UpgradePlan;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads sources, host and node itself; changes nothing, and needs no worker. */
@Command(name = "plan")
final class UpgradePlanCommand implements Callable<Integer> {

  private final Session session;

  @Parameters(paramLabel = "TAG", descriptionKey = "TAG", arity = "0..1", defaultValue = "")
  private String tag = "";

  @Option(names = "--rehearsal")
  private boolean rehearsal;

  UpgradePlanCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Planning planning = new Planning(session);
    Plans plans = rehearsal ? planning.rehearsal() : planning.plans();
    String ref = tag.isEmpty() ? plans.ref() : tag;
    HostUpgrade host = new UpgradeParts(session).here(plans, ref, false);
    UpgradePlan plan = plans.upgrade(List.of(host), false);
    Foresight foresight =
        new Foresight(
            host,
            plan.outage(),
            session.home(),
            new Programs(),
            new ServiceActivitiesImpl(session.home(), () -> {}),
            session.language());
    try {
      int exit = new Checklist(session).tell(foresight.look());
      if (session.wantsText() && exit == Exit.DONE) {
        session.out().println(session.text("upgrade.next", ref));
      }
      return exit;
    } catch (ApplicationFailure refused) {
      throw complaint(refused, ref);
    }
  }

  private Complaint complaint(ApplicationFailure refused, String ref) {
    Object[] arguments = refused.getDetails().get(Problem.Details.class).arguments().toArray();
    Messages problems = Messages.in(session.language(), "problems");
    return new Complaint(
        Exit.REFUSED,
        session.text("upgrade.unknown", ref),
        problems.text(refused.getType() + ".seen", arguments),
        problems.text(refused.getType() + ".fix", arguments));
  }
}
