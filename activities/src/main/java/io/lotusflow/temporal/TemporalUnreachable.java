package io.lotusflow.temporal;

/** No Temporal cluster answers where one should be. */
public final class TemporalUnreachable extends RuntimeException {

  private final String address;
  private final Target.Origin origin;

  TemporalUnreachable(Target target, Throwable cause) {
    super("Temporal does not answer at " + target.address() + ": " + todo(target.origin()), cause);
    this.address = target.address();
    this.origin = target.origin();
  }

  /** Host and port that were tried. */
  public String address() {
    return address;
  }

  /** Who named that address; what to do depends on it. */
  public Target.Origin origin() {
    return origin;
  }

  /** What the operator can do about it. */
  public String todo() {
    return todo(origin);
  }

  private static String todo(Target.Origin origin) {
    return switch (origin) {
      case OPTION -> "check --address, or leave it out to use the server of this host";
      case CONFIGURATION -> "check TEMPORAL_ADDRESS or temporal.toml, and that the cluster is up";
      case EMBEDDED -> "start the server of this host with \"lotusflow up\"";
    };
  }
}
