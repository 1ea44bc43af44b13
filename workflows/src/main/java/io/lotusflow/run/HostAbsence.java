package io.lotusflow.run;

/** What befalls a step because of its host, whatever the step is. */
public enum HostAbsence implements Problem {
  /** The host was removed while a step waited for it: {0} host. */
  HOST_REMOVED(Cure.OPERATOR);

  private final Cure cure;

  HostAbsence(Cure cure) {
    this.cure = cure;
  }

  @Override
  public Cure cure() {
    return cure;
  }
}
