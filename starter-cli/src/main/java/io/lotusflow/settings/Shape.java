package io.lotusflow.settings;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** How one value of a settings file is understood. */
@FunctionalInterface
interface Shape<T> {

  /** Throws {@link Refused} where the value is of the wrong type or makes no sense. */
  T read(Object raw);

  default <U> Shape<U> as(Function<T, U> meaning) {
    return raw -> meaning.apply(read(raw));
  }

  /** With a further demand, which throws {@link Refused}. */
  default Shape<T> but(Consumer<T> demand) {
    return raw -> {
      T value = read(raw);
      demand.accept(value);
      return value;
    };
  }

  /** With the empty text as "nothing". */
  default Shape<Optional<T>> orNothing() {
    return raw -> "".equals(raw) ? Optional.empty() : Optional.of(read(raw));
  }

  /** With the empty text as itself. */
  static Shape<String> orEmpty(Shape<String> shape) {
    return raw -> "".equals(raw) ? "" : shape.read(raw);
  }
}
