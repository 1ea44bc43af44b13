/**
 * The Temporal server that comes with lotusflow: where its binary is got, how it is started on this
 * host, and how its namespace is set up.
 */
package io.lotusflow.server;
