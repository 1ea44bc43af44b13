package io.lotusflow.lotus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DialectTest {
  private static final LotusVersion MANUALS = new LotusVersion(1, 1, 2);

  @Test
  void speaksTheManualsVersion() {
    Dialect old = new Dialect(MANUALS);
    assertThat(old.minerListens()).isTrue();
    assertThat(old.setAddresses()).isEqualTo("set-addrs");
    assertThat(old.demandsSplitstoreKey()).isFalse();
    assertThat(old.importsZstd()).isFalse();
    assertThat(old.knowsRemoveExistingChain()).isFalse();
    assertThat(old.wantsCreationDeposit()).isFalse();
    assertThat(old.markForUpgrade()).isEqualTo("mark-for-upgrade");
  }

  @Test
  void speaksTodaysVersionWhereNoneIsKnown() {
    Dialect today = Dialect.of(Optional.empty());
    assertThat(today.minerListens()).isFalse();
    assertThat(today.setAddresses()).isEqualTo("set-addresses");
    assertThat(today.demandsSplitstoreKey()).isTrue();
    assertThat(today.importsZstd()).isTrue();
    assertThat(today.wantsCreationDeposit()).isTrue();
    assertThat(today.markForUpgrade()).isEqualTo("snap-up");
  }

  @Test
  void namesVariablesThatAVersionIgnores() {
    List<String> names =
        List.of("FIL_PROOFS_MAXIMIZE_CACHING", "FIL_PROOFS_USE_MULTICORE_SDR", "TMPDIR");
    assertThat(EnvironmentNames.ignoredBy(Dialect.TODAY, names))
        .extracting(EnvironmentNames.Ignored::name)
        .containsExactly("FIL_PROOFS_MAXIMIZE_CACHING");
    assertThat(EnvironmentNames.ignoredBy(MANUALS, names))
        .extracting(EnvironmentNames.Ignored::name)
        .containsExactly("FIL_PROOFS_USE_MULTICORE_SDR");
    assertThat(
            EnvironmentNames.heardBy(
                Dialect.TODAY, Map.of("LOTUS_JAEGER", "x", "TMPDIR", "/srv/lotus/tmp")))
        .containsOnlyKeys("TMPDIR");
  }
}
