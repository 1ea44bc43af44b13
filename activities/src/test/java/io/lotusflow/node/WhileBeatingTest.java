package io.lotusflow.node;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class WhileBeatingTest {

  @Test
  void anErrorInTheBodyEndsTheWaiting() {
    assertThatThrownBy(
            () ->
                WhileBeating.call(
                    () -> {},
                    () -> {
                      throw new StackOverflowError("deep");
                    }))
        .isInstanceOf(StackOverflowError.class)
        .hasMessage("deep");
  }
}
