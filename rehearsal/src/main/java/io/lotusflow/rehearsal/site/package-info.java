/**
 * Everything an install fetches, served on loopback by one process: sources over git, snapshots,
 * proof parameters, Go and Rust, and a faucet. Downloads can be made slow, cut, corrupted or
 * refused.
 */
package io.lotusflow.rehearsal.site;
