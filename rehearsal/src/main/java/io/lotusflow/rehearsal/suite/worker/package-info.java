/** {@code lotus-worker}, as far as a miner without sealing needs it. */
package io.lotusflow.rehearsal.suite.worker;
