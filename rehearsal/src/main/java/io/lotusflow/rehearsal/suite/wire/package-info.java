/**
 * Filecoin's formats, byte for byte: hashes, content ids, CBOR, CAR, addresses, multiaddrs,
 * amounts, JSON as Go writes it.
 */
package io.lotusflow.rehearsal.suite.wire;
