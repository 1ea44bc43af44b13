package io.lotusflow.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.home.Home;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostCardTest {

  @TempDir Path folder;

  @Test
  void isForItsOwnerAloneAndReplacedWhole() throws Exception {
    Home home = new Home(folder);
    HostCard card = new HostCard("seal-1", List.of(HostRole.SEAL_WORKER), Optional.empty());
    new HostCard("seal-0", List.of(), Optional.empty()).write(home);
    card.write(home);

    assertThat(HostCard.read(home)).contains(card);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("host.json"))))
        .isEqualTo("rw-------");
  }
}
