/** Manual: build and install, step 6 (wait until the chain is synced). */
package io.lotusflow.sync;
