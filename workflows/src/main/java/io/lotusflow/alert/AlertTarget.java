package io.lotusflow.alert;

/**
 * Where alerts go.
 *
 * @param file on the host, mode 0600: the address, which holds a token, and the secret to sign with
 */
public record AlertTarget(Service service, String file) {

  /** The names are stored in histories: add, never rename. */
  public enum Service {
    /** JSON for programs. */
    WEBHOOK,
    SLACK,
    DINGTALK,
    WECOM,
    FEISHU
  }
}
