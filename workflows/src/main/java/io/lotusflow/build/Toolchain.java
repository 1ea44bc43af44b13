package io.lotusflow.build;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;

/**
 * One compiler that suffices.
 *
 * @param bin folder to put first on PATH; empty = the one on PATH suffices
 */
public record Toolchain(Receipt receipt, String version, String bin) implements Reported {}
