/**
 * What was compiled into this suite: its version, the network it belongs to, its first peers, its
 * faults.
 */
package io.lotusflow.rehearsal.suite.build;
