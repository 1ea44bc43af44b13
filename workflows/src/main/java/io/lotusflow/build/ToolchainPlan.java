package io.lotusflow.build;

/**
 * Where Go and Rust come from when those on the machine do not suffice.
 *
 * @param folder GOROOTs, RUSTUP_HOME and CARGO_HOME live below it
 * @param goDownloads as {@code https://go.dev/dl/}; also serves {@code ?mode=json&include=all} with
 *     the checksums
 */
public record ToolchainPlan(
    boolean install, String folder, String goDownloads, String rustupInit) {}
