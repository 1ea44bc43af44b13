/** Lotus as it is met on a host: its command lines, its JSON-RPC, and how its versions differ. */
package io.lotusflow.lotus;
