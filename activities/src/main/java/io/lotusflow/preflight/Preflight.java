package io.lotusflow.preflight;

import io.lotusflow.host.Machine;
import io.lotusflow.install.InstallPlan;
import io.lotusflow.process.Programs;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at a machine before anything is changed on it. Only reads; takes a second or two, of which
 * the network has three at most.
 */
public final class Preflight {
  private final Machine machine;
  private final Programs programs = new Programs();
  private final boolean offline;

  /**
   * Looks at this machine.
   *
   * @param offline asks nobody outside
   */
  public Preflight(boolean offline) {
    this(Machine.ofThisProcess(), offline);
  }

  Preflight(Machine machine, boolean offline) {
    this.machine = machine;
    this.offline = offline;
  }

  /** All findings, in a fixed order, in the plan's language. */
  public List<Finding> look(InstallPlan plan) {
    Words words = new Words(plan.scope().language(), "preflight");
    List<Finding> findings = new ArrayList<>();
    Hardware hardware = new Hardware(machine, words);
    findings.add(hardware.system());
    findings.add(hardware.processor(plan));
    findings.add(hardware.memory(plan));
    findings.add(hardware.gpu(plan));
    findings.addAll(new Space(words).look(plan));
    findings.addAll(new Ports(words).look(plan));
    SystemState system = new SystemState(machine, programs, words);
    findings.add(system.descriptors(plan));
    findings.add(system.clock());
    findings.add(system.services(plan));
    findings.add(system.root(plan));
    Software software = new Software(machine, programs, words);
    findings.add(software.programs(plan));
    findings.addAll(software.oldPackages(plan));
    findings.addAll(software.installed(plan));
    Outside outside = new Outside(programs, words, offline);
    findings.addAll(outside.source(plan));
    findings.addAll(outside.mirrors(plan));
    findings.addAll(outside.token(plan));
    return findings;
  }
}
