/** The proof parameters: which there are, and how Lotus fetches and checks them. */
package io.lotusflow.rehearsal.suite.proofs;
