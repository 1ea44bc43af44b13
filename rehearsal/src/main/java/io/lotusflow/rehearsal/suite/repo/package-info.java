/**
 * A node's folder: its lock, config.toml, keystore, tokens and the files by which commands find the
 * node.
 */
package io.lotusflow.rehearsal.suite.repo;
