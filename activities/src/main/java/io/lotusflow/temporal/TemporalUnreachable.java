package io.lotusflow.temporal;

import io.grpc.StatusRuntimeException;
import io.lotusflow.messages.Language;
import io.lotusflow.messages.Messages;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** No Temporal cluster answers where one should be, or it does not let us in. */
public final class TemporalUnreachable extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient Target target;
  private final Why why;
  private final String detail;

  /** What became of the attempt. */
  public enum Why {
    UNKNOWN_HOST,
    REFUSED,
    SILENT,
    /** Its certificate is of no authority that we trust. */
    UNTRUSTED,
    EXPIRED,
    NOT_YET_VALID,
    /** Its certificate is for another name. */
    OTHER_NAME,
    /** It wants a certificate of ours, or another one. */
    CERTIFICATE_REFUSED,
    /** We speak TLS, and it does not. */
    NO_TLS,
    /** It speaks TLS, and we do not. */
    WANTS_TLS,
    /** The API key is wrong, or may not do this. */
    KEY_REFUSED,
    NO_NAMESPACE;

    private static final Set<Why> TIME_MAY_CURE = EnumSet.of(UNKNOWN_HOST, REFUSED, SILENT);

    /** Of whatever a call threw. */
    public static Why of(Throwable failure) {
      if (has(failure, CertificateExpiredException.class::isInstance)) {
        return EXPIRED;
      }
      if (has(failure, CertificateNotYetValidException.class::isInstance)) {
        return NOT_YET_VALID;
      }
      if (says(failure, "No subject alternative", "No name matching")) {
        return OTHER_NAME;
      }
      if (says(failure, "PKIX path", "unable to find valid certification path", "TrustAnchor")) {
        return UNTRUSTED;
      }
      // The client hears of it in an alert, which each library words in its own way.
      if (says(failure, "fatal alert", "_ALERT_", "alert bad certificate")) {
        return CERTIFICATE_REFUSED;
      }
      if (says(failure, "not an SSL/TLS record", "NotSslRecord")) {
        return NO_TLS;
      }
      if (says(failure, "First received frame was not SETTINGS")) {
        return WANTS_TLS;
      }
      if (has(failure, UnknownHostException.class::isInstance)) {
        return UNKNOWN_HOST;
      }
      if (has(failure, ConnectException.class::isInstance)) {
        return REFUSED;
      }
      return answer(failure).orElse(SILENT);
    }

    /** A server that answers, and says no. */
    private static Optional<Why> answer(Throwable failure) {
      for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
        if (cause instanceof StatusRuntimeException answer) {
          switch (answer.getStatus().getCode()) {
            case UNAUTHENTICATED, PERMISSION_DENIED -> {
              return Optional.of(KEY_REFUSED);
            }
            case NOT_FOUND -> {
              return Optional.of(NO_NAMESPACE).filter(why -> says(failure, "Namespace "));
            }
            default -> {
              // of those below it, perhaps
            }
          }
        }
      }
      return Optional.empty();
    }

    /** Whether waiting is pointless: files or settings have to be changed. */
    public boolean isForAPerson() {
      return !TIME_MAY_CURE.contains(this);
    }

    private static boolean says(Throwable failure, String... words) {
      return has(
          failure,
          cause -> {
            String message = String.valueOf(cause);
            for (String word : words) {
              if (message.contains(word)) {
                return true;
              }
            }
            return false;
          });
    }

    private static boolean has(Throwable failure, Predicate<Throwable> wanted) {
      for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
        if (wanted.test(cause)) {
          return true;
        }
      }
      return false;
    }
  }

  /**
   * Nobody there, or nobody for us.
   *
   * @param cause what the attempt threw
   */
  public TemporalUnreachable(Target target, Throwable cause) {
    this(target, why(target, cause), cause);
  }

  private TemporalUnreachable(Target target, Why why, Throwable cause) {
    super(message(target, why, innermost(cause)), cause);
    this.target = target;
    this.why = why;
    this.detail = innermost(cause);
  }

  /** Some servers end a plain connection without a word. */
  private static Why why(Target target, Throwable cause) {
    Why why = Why.of(cause);
    boolean hungUp = Why.says(cause, "Network closed for unknown reason");
    return why == Why.SILENT && hungUp && !target.encrypted() ? Why.WANTS_TLS : why;
  }

  /** Host and port that were tried. */
  public String address() {
    return target.address();
  }

  public Why why() {
    return why;
  }

  /** What was found. */
  public String seen(Language language) {
    return seen(language, target, why, detail);
  }

  /** What the operator can do about it, which depends on who named the address. */
  public String todo(Language language) {
    String key = why.isForAPerson() ? why + ".todo" : "todo." + target.origin();
    return Messages.in(language, "temporal").text(key, target.address(), target.namespace());
  }

  private static String seen(Language language, Target target, Why why, String detail) {
    return Messages.in(language, "temporal")
        .text(why.name(), target.address(), target.namespace(), detail);
  }

  private static String message(Target target, Why why, String detail) {
    return "Temporal at " + target.address() + ": " + seen(Language.ENGLISH, target, why, detail);
  }

  private static String innermost(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
  }
}
