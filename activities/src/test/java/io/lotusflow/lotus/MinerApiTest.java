package io.lotusflow.lotus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Held to answers recorded from a real miner. */
class MinerApiTest {
  private final FakeNode server = new FakeNode();

  @AfterEach
  void stop() {
    server.close();
  }

  private MinerApi miner() {
    return MinerApi.at(NodeApi.local("/nowhere", server.address()));
  }

  @Test
  void readsVersionAndActor() {
    server.recorded("Version", "103-rpc-miner-version");
    server.recorded("ActorAddress", "104-rpc-miner-actoraddress");
    assertThat(miner().version().number()).isEqualTo(new LotusVersion(1, 36, 2));
    assertThat(miner().actor()).isEqualTo("t01000");
  }

  @Test
  void readsStorage() {
    server.recorded("StorageLocal", "114-rpc-miner-storagelocal");
    server.recorded("StorageList", "111-rpc-miner-storagelist");
    server.recorded("StorageInfo", "113-rpc-miner-storageinfo");
    assertThat(miner().localPaths())
        .containsEntry("c3442a09-bdcc-4c7f-87be-1e168aca05e3", "/srv/lotus/miner");
    assertThat(miner().storageIds()).hasSize(2);
    assertThat(miner().use("c3442a09-bdcc-4c7f-87be-1e168aca05e3"))
        .contains(new MinerApi.StorageUse(true, true, 10));
  }

  @Test
  void doesNotKnowEveryStorageId() {
    server.recorded("StorageInfo", "522-rpc-miner2-storageinfo-unknown");
    assertThat(miner().use("00000000-0000-0000-0000-000000000000")).isEmpty();
  }
}
