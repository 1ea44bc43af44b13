package io.lotusflow.temporal;

import io.temporal.payload.codec.PayloadCodecException;
import java.nio.file.Path;
import java.util.List;

/**
 * Why payloads cannot be encrypted or read. It is no {@code DataConverterException}, so that a
 * workflow waits for the key instead of failing.
 */
public final class PayloadKeyProblem extends PayloadCodecException {

  private static final long serialVersionUID = 1;

  /** What is wrong, with a message of the file and one more word: a key's id or a line's number. */
  public enum Kind {
    /** The file has been there, or was named by the environment. */
    GONE("%s is gone, and without it nothing is sent; put the key file back"),
    OPEN_TO_OTHERS("%s can be read by others than its owner; chmod 600 %1$s"),
    UNREADABLE("%s cannot be read: %s"),
    EMPTY("%s holds no key; add one with \"lotusflow payload-key new\""),
    BAD_LINE("%s, line %s: expected ID = BASE64 of 32 bytes, each id once"),
    NO_KEY("encrypted with key \"%2$s\", which is not in %1$s; add its line there"),
    WRONG_KEY("encrypted with key \"%2$s\", but not with the one in %1$s, or changed since");

    private final String message;

    Kind(String message) {
      this.message = message;
    }
  }

  private final Kind kind;
  private final String file;
  private final String which;

  PayloadKeyProblem(Kind kind, Path file, String which) {
    super(kind.message.formatted(file, which));
    this.kind = kind;
    this.file = file.toString();
    this.which = which;
  }

  public Kind kind() {
    return kind;
  }

  /** Of its message: the file, and the key's id, the number of the line or the system's words. */
  public List<String> arguments() {
    return List.of(file, which);
  }
}
