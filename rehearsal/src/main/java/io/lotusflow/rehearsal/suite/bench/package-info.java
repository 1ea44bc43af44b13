/** {@code lotus-bench}: figures in the shape of the real ones. */
package io.lotusflow.rehearsal.suite.bench;
