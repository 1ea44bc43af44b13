package io.lotusflow.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.messages.Language;
import io.lotusflow.messages.Messages;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KnownErrorTest {

  /** Held to transcripts 075, 340, 552, 564, 998, 999 and to the issues behind the pitfalls. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CORRUPT_SNAPSHOT | ERROR: importing chain failed: mismatch in content integrity, expected: bafk2bza",
        "REPO_LOCKED | ERROR: repo is already locked",
        "PATH_AWAY | opening path /srv/lotus/gs-moved: reading storage metadata for /srv/lotus/gs-moved: open",
        "OTHER_VERSION | ERROR: Remote API version didn't match (expected 1.5.0, remote 1.2.0)",
        "TWO_MINERS | 2026-11-23T01:13:32.638Z\tERROR\tminer\tminer/miner.go:356\t<!!> SLASH FILTER DETECTED FAULT due to blocks",
        "NULL_TICKET | panic: interface conversion: interface {} is nil, not string",
        "DESCRIPTORS_GONE | http: Accept error: accept4: too many open files; retrying in 1s",
        "MISSED_DEADLINE | SubmitPoSt: PoSt chain commitment too far in the past (16)",
        "GPU_LOCK | thread panicked: \"/tmp/bellman.gpu.lock\": Os { code: 13, kind: PermissionDenied, message: \"Permission denied\" }",
        "SPLITSTORE_KEY | Config does not contain explicit set of EnableSplitstore field, refusing to load",
        "FEW_DESCRIPTORS | soft file descriptor limit (ulimit -n) too low, want 100000, got 1024"
      })
  void isFoundInALineOfALog(KnownError wanted, String line) {
    assertThat(KnownError.in(line)).contains(wanted);
  }

  @Test
  void isFoundInJsonToo() {
    assertThat(
            KnownError.in("{\"level\":\"error\",\"ts\":\"x\",\"msg\":\"repo is already locked\"}"))
        .contains(KnownError.REPO_LOCKED);
  }

  @Test
  void isNotSeenInWhatIsNoError() {
    assertThat(KnownError.in("2026-11-23T01:13:32Z\tINFO\tx\tretry: repo is already locked"))
        .isEmpty();
    assertThat(KnownError.in("{\"level\": \"info\",\"msg\":\"too many open files\"}")).isEmpty();
    assertThat(KnownError.in("2026-11-23T01:13:32Z\tERROR\tsub\tsomething else")).isEmpty();
  }

  @Test
  void isCounted() {
    assertThat(
            LogLook.count(
                "a\ntoo many open files\nb\ntoo many open files\nNo space left on device\n"))
        .isEqualTo(Map.of(KnownError.DESCRIPTORS_GONE, 2, KnownError.DISK_FULL, 1));
  }

  @ParameterizedTest
  @EnumSource
  void isExplainedInBothLanguages(KnownError error) {
    for (Language language : Language.values()) {
      Messages words = Messages.in(language, "doctor");
      assertThat(words.has(error.key() + ".why")).as(error.key()).isTrue();
      assertThat(words.has(error.key() + ".fix")).as(error.key()).isTrue();
    }
  }
}
