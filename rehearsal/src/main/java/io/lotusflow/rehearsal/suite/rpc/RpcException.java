package io.lotusflow.rehearsal.suite.rpc;

/**
 * An error in the JSON-RPC answer. Code 1 is the application's own, negative codes are the
 * protocol's.
 */
public final class RpcException extends Exception {
  public static final int APPLICATION = 1;
  static final int METHOD_NOT_FOUND = -32601;
  static final int INVALID_PARAMS = -32602;
  static final int PARSE_ERROR = -32700;

  private final int code;

  public RpcException(String message) {
    this(APPLICATION, message);
  }

  public RpcException(int code, String message) {
    super(message);
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** As a Lotus command shows it. */
  public String shown() {
    return code == APPLICATION ? getMessage() : "RPC error (" + code + "): " + getMessage();
  }
}
