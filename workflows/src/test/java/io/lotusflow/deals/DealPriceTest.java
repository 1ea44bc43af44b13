package io.lotusflow.deals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lotusflow.lotus.AttoFil;
import java.math.BigInteger;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DealPriceTest {
  private static final Duration MAINNET = Duration.ofSeconds(30);

  /** A year of 365 days has 1051200 epochs of 30 s. */
  @ParameterizedTest
  @CsvSource({
    "500000000attoFIL/GiB/epoch, 500000000",
    "0.0000001 FIL/GiB/epoch, 100000000000",
    "100nanoFIL/GiB/epoch, 100000000000",
    "1076428800 attoFIL / TiB / year, 1",
    "1.0764288FIL/TiB/year, 1000000000",
    "0.5382144FIL/TiB/year, 500000000",
    "551.1315456 FIL/PiB/year, 500000000",
    "1MilliFil/mib/Day, 355555555555556",
    "0FIL/TiB/year, 0"
  })
  void readsAPriceWithItsUnit(String text, BigInteger atto) {
    assertThat(DealPrice.parse(text, MAINNET).atto()).isEqualTo(atto);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "100000000000",
        "0.5",
        "0.5FIL",
        "0.5/TiB/year",
        "0.5FIL/TiB",
        "FIL/TiB/year",
        "-1FIL/TiB/year",
        "1FIL/TB/year",
        "1 attoFIL/TiB/year"
      })
  void refusesAPriceWithoutUnitOrOfNothing(String text) {
    assertThatThrownBy(() -> DealPrice.parse(text, MAINNET))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text);
  }

  /**
   * The manual sets --price 100000000000 and says that this is 100 nanoFIL, so that 5 GiB for a
   * week cost 10080 microFIL. Lotus reads whole FIL: 10^18 times as much.
   */
  @Test
  void theManualsExampleIsOffByTenToTheEighteenth() {
    DealPrice meant = DealPrice.parse("100000000000attoFIL/GiB/epoch", MAINNET);
    BigInteger week = meant.atto().multiply(BigInteger.valueOf(5 * 20160));
    assertThat(new AttoFil(week)).isEqualTo(AttoFil.ofFil("0.01008"));
    DealPrice set = new DealPrice(AttoFil.ofFil("100000000000").atto());
    assertThat(set.atto().divide(meant.atto())).isEqualTo(BigInteger.TEN.pow(18));
    assertThatThrownBy(() -> DealPrice.parse("100000000000FIL/GiB/epoch", MAINNET))
        .hasMessageContaining("more FIL than there is");
  }

  @Test
  void tellsAPricePerTibAndYear() {
    assertThat(new DealPrice(BigInteger.valueOf(500_000_000)).inWords(MAINNET))
        .isEqualTo("0.5382144 FIL/TiB/year (500000000 attoFIL/GiB/epoch)");
  }

  /** A network with epochs of 4 s has 7.5 times as many of them. */
  @Test
  void countsTheEpochsOfItsNetwork() {
    assertThat(DealPrice.parse("0.5382144FIL/TiB/year", Duration.ofSeconds(4)).atto())
        .isEqualTo(BigInteger.valueOf(66_666_667));
  }
}
