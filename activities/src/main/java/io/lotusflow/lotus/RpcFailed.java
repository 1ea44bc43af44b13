package io.lotusflow.lotus;

import io.lotusflow.process.Redactor;
import io.temporal.failure.ApplicationFailure;
import java.util.function.Supplier;

/** A JSON-RPC call that gave no result. */
public final class RpcFailed extends RuntimeException {

  /** What a caller must tell apart. */
  public enum Kind {
    /** No connection, no answer in time, or an answer that is none (a proxy's, HTTP 503). */
    UNREACHABLE,
    /** HTTP 401, or a token with too few rights. */
    UNAUTHORISED,
    /** The token file of a remote API cannot be read. */
    NO_TOKEN,
    /** Code -32601: this version does not have the method. */
    NO_SUCH_METHOD,
    /** HTTP 404: this version does not serve that path. */
    NO_SUCH_PATH,
    /** The node understood and said no. */
    REFUSED
  }

  private final Kind kind;
  private final String url;
  private final String method;
  private final String tokenFile;
  private final String said;

  RpcFailed(Kind kind, String url, String method, String tokenFile, String said) {
    super(Redactor.redact(method + " at " + url + ": " + said));
    this.kind = kind;
    this.url = url;
    this.method = method;
    this.tokenFile = tokenFile;
    this.said = Redactor.redact(said);
  }

  public Kind kind() {
    return kind;
  }

  /** What came back, in the node's own words. */
  public String said() {
    return said;
  }

  /** The failure that an activity ends with. */
  public ApplicationFailure asProblem() {
    return switch (kind) {
      case UNREACHABLE -> ApiProblem.API_UNREACHABLE.because(url, said);
      case UNAUTHORISED -> ApiProblem.WRONG_TOKEN.because(url, tokenFile, said);
      case NO_TOKEN -> ApiProblem.TOKEN_UNREADABLE.because(tokenFile, said);
      case NO_SUCH_METHOD, NO_SUCH_PATH -> ApiProblem.API_METHOD_MISSING.because(url, method);
      case REFUSED -> ApiProblem.API_REFUSED.because(url, method, said);
    };
  }

  /** Runs the body of an activity; a failed call in it becomes the problem that people read. */
  public static <T> T named(Supplier<T> body) {
    try {
      return body.get();
    } catch (RpcFailed failed) {
      throw failed.asProblem();
    }
  }
}
