package io.lotusflow.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lotusflow.alert.AlertDesk;
import io.lotusflow.cli.Cli;
import io.lotusflow.fleet.HostBook;
import io.lotusflow.fleet.HostFactsReader;
import io.lotusflow.home.Home;
import io.lotusflow.run.Bookkeeping;
import io.lotusflow.run.HostId;
import java.io.IOException;
import java.nio.file.Files;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a host can no longer see to itself. */
@Tag("dev-server")
class HostAwayTest extends ServerAndHost {

  @Test
  void ofARunThatWaitsForAPersonTellsAnotherHost() throws IOException {
    create("--at", "03:00");
    chain.needsSomebody = true;
    assertThat(call("sync", "wait", "--detach").exit()).isZero();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(call("run", "list").out()).contains("needs you"));
    Bookkeeping another =
        new Bookkeeping(
            connection.client(),
            new HostId("another"),
            Files.createDirectory(home.resolve("another")),
            new AlertDesk(connection.client()),
            ZoneOffset.UTC,
            Optional.empty());
    another.sweep();
    assertThat(chat.heard).isEmpty();
    another.standInFor(host(), ScheduleBook.plan(schedule()).orElseThrow().scope());
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(chat.heard).hasSize(1));
    assertThat(chat.heard.get(0)).contains("\"event\":\"parked\"", "run show sync/n1");
  }

  @Test
  void schedulesThatHaveWorkForARemovedHostAreNamed() {
    create("--at", "03:00");
    HostBook hosts = new HostBook(connection.client());
    hosts.tell(new HostFactsReader(new Home(home)).read());
    await().atMost(PATIENCE).until(() -> hosts.find(host().value()).isPresent());

    Cli removed = call("host", "remove", host().value(), "--now");
    assertThat(removed.exit()).as(removed.err()).isZero();
    assertThat(removed.err()).contains("These schedules have something to do there", ID);
  }
}
