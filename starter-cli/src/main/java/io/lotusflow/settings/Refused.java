package io.lotusflow.settings;

import java.util.Optional;

/** A value that is not taken: the message's key in the bundle {@code settings}, its arguments. */
final class Refused extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient Object[] arguments;
  private final transient Optional<String> nearest;

  Refused(String message, Object... arguments) {
    this(message, Optional.empty(), arguments);
  }

  Refused(String message, Optional<String> nearest, Object... arguments) {
    super(message, null, false, false);
    this.nearest = nearest;
    this.arguments = arguments;
  }

  Object[] arguments() {
    return arguments.clone();
  }

  Optional<String> nearest() {
    return nearest;
  }
}
