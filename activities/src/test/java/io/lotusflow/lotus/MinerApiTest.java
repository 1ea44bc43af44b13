package io.lotusflow.lotus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Held to answers recorded from a real miner. */
class MinerApiTest {
  /** Recorded while both were at work. */
  private static final String TWO_JOBS =
      """
        {
          "fe7808de-52b2-4dde-bfdb-fe7d71f41a1e": [
            {
              "ID": {
                "Sector": {
                  "Miner": 1004,
                  "Number": 1
                },
                "ID": "6d49b1de-e39f-4ffb-89f5-df4f395780cb"
              },
              "Sector": {
                "Miner": 1004,
                "Number": 1
              },
              "Task": "seal/v0/commit/2",
              "RunWait": 0,
              "Start": "2026-11-23T00:38:22.943283713Z"
            },
            {
              "ID": {
                "Sector": {
                  "Miner": 1004,
                  "Number": 0
                },
                "ID": "32bc72b3-bf01-4ab4-bff2-b016540e0de9"
              },
              "Sector": {
                "Miner": 1004,
                "Number": 0
              },
              "Task": "seal/v0/commit/2",
              "RunWait": 0,
              "Start": "2026-11-23T00:38:22.937808876Z"
            }
          ]
        }
      """;

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

  /** A running job does not tell its host's name; the worker does. */
  @Test
  void tellsWhoWorksOnASector() {
    server.answering("WorkerJobs", TWO_JOBS);
    server.answering(
        "WorkerStats",
        "{\"fe7808de-52b2-4dde-bfdb-fe7d71f41a1e\":{\"Info\":{\"Hostname\":\"gpu-1\"}}}");
    assertThat(miner().jobs())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("call")
        .containsExactly(
            job(0, "2026-11-23T00:38:22.937808876Z"), job(1, "2026-11-23T00:38:22.943283713Z"));
  }

  private static MinerApi.Job job(long sector, String start) {
    return new MinerApi.Job(
        sector,
        "commit/2",
        "fe7808de-52b2-4dde-bfdb-fe7d71f41a1e",
        "gpu-1",
        true,
        Instant.parse(start),
        NullNode.getInstance());
  }

  @Test
  void asksForNoWorkersWhereNobodyWorks() {
    server.answering("WorkerJobs", "{}");
    assertThat(miner().jobs()).isEmpty();
    assertThat(server.calls).hasSize(1);
  }
}
