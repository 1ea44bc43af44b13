package io.lotusflow.lotus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The good addresses are those of recorded sessions. */
class FilAddressTest {
  private static final String BLS =
      "t3um7zymiaxmmrnglapua2xqiyhtqcazu3kscp73nhdwzctzqwcohbrj4xh2iwcmkcwq2z6ybngzer2zyqpexa";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "t01006",
        BLS,
        "t123e7wma3wpsabzb3nalc6hbyanfxpz3fcrlfx7q",
        "t2n5aawdlmp6aqckh45lvoqfcxos5etj3sz3drxmi",
      })
  void takesWhatLotusPrints(String address) {
    assertThat(FilAddress.wrongWith(address)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "t", "x01000", "t0", "t0abc", "t9123", "t1nonsense", "t3abc"})
  void refusesWhatIsNoAddress(String text) {
    assertThat(FilAddress.wrongWith(text)).isPresent();
  }

  @Test
  void noticesEverySingleMistypedLetter() {
    for (int i = 2; i < BLS.length(); i++) {
      char other = BLS.charAt(i) == 'a' ? 'b' : 'a';
      String mistyped = BLS.substring(0, i) + other + BLS.substring(i + 1);
      assertThat(FilAddress.wrongWith(mistyped)).as("letter %d", i).isPresent();
    }
  }

  @Test
  void knowsABlsKeyAndItsOtherSpelling() {
    FilAddress address = new FilAddress(BLS);
    assertThat(address.isBls()).isTrue();
    assertThat(address.sameAs("f" + BLS.substring(1))).isTrue();
    assertThat(new FilAddress("t01000").isBls()).isFalse();
  }
}
