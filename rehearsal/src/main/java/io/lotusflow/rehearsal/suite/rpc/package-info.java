/**
 * JSON-RPC over HTTP as Lotus speaks it: server, client, permissions, tokens, and how a command
 * finds its node.
 */
package io.lotusflow.rehearsal.suite.rpc;
