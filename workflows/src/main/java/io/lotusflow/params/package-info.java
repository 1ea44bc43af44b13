/** Manual: lotus-miner, step 7 (proof parameters). */
package io.lotusflow.params;
