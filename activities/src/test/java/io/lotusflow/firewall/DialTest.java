package io.lotusflow.firewall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.lotusflow.firewall.WantedPort.Use;
import io.lotusflow.messages.Language;
import io.lotusflow.preflight.Finding;
import io.lotusflow.run.HostId;
import io.lotusflow.run.NodeId;
import io.lotusflow.run.Scope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class DialTest {

  @Test
  void whatAnotherHostOfOursReachesIsJudgedByWhoShouldGetThrough() throws Exception {
    int silent = silentPort();
    try (ServerSocket api = listening()) {
      List<WantedPort> ports =
          List.of(
              new WantedPort(Use.DAEMON_API, api.getLocalPort(), false),
              new WantedPort(Use.PEERS, silent, false),
              new WantedPort(Use.PEERS, silent, true));
      Scope scope = new Scope(new NodeId("n1"), new HostId("host-2"), Language.ENGLISH, false);

      Dialled seen =
          new DialActivitiesImpl().dial(new DialPlan(scope, "127.0.0.1", PortCheck.dialled(ports)));

      assertThat(seen.answering()).containsExactly(api.getLocalPort());
      assertThat(new PortCheck(Language.ENGLISH).fromOutside("127.0.0.1", ports, seen.answering()))
          .extracting(Finding::level, Finding::check)
          .containsExactly(tuple(Finding.Level.OK, "reach"), tuple(Finding.Level.WARNING, "reach"));
    }
  }

  private static ServerSocket listening() throws IOException {
    return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  private static int silentPort() throws IOException {
    try (ServerSocket closed = listening()) {
      return closed.getLocalPort();
    }
  }
}
