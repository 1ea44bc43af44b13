package io.lotusflow.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.messages.Language;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.failure.v1.TimeoutFailureInfo;
import org.junit.jupiter.api.Test;

class DecodedTest {

  /** As seen where a host was away: the bare words of the engine, in either language. */
  @Test
  void aStepThatNobodyTookIsToldInThePersonsOwnLanguage() {
    Trouble trouble =
        Decoded.trouble(
            Failure.newBuilder()
                .setMessage("activity ScheduleToStart timeout")
                .setTimeoutFailureInfo(
                    TimeoutFailureInfo.newBuilder()
                        .setTimeoutType(TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START))
                .build());

    assertThat(trouble.seen(Language.ENGLISH)).contains("no sign of life in time");
    assertThat(trouble.seen(Language.CHINESE)).contains("未在规定时间内响应");
  }
}
