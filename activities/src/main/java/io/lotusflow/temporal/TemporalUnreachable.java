package io.lotusflow.temporal;

import java.net.ConnectException;
import java.net.UnknownHostException;

/** No Temporal cluster answers where one should be. */
public final class TemporalUnreachable extends RuntimeException {

  private final String address;
  private final Target.Origin origin;
  private final Why why;

  /** What became of the attempt. */
  public enum Why {
    UNKNOWN_HOST,
    REFUSED,
    SILENT
  }

  TemporalUnreachable(Target target, Throwable cause) {
    super("Temporal does not answer at " + target.address() + ": " + todo(target.origin()), cause);
    this.address = target.address();
    this.origin = target.origin();
    this.why = why(cause);
  }

  /** Host and port that were tried. */
  public String address() {
    return address;
  }

  /** Who named that address; what to do depends on it. */
  public Target.Origin origin() {
    return origin;
  }

  public Why why() {
    return why;
  }

  private static Why why(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException) {
        return Why.UNKNOWN_HOST;
      }
      if (cause instanceof ConnectException) {
        return Why.REFUSED;
      }
    }
    return Why.SILENT;
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
