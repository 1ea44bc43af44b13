/**
 * What the daemon and the miner have in common: methods of their APIs, and commands such as {@code
 * auth} and {@code wait-api}.
 */
package io.lotusflow.rehearsal.suite.node;
