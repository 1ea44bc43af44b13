package io.lotusflow.build;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;

/**
 * A checked-out Lotus with its submodules.
 *
 * @param commit 40 hex digits
 * @param goMinimum what the source asks for, such as {@code 1.25.7}
 * @param rustToolchain the exact toolchain that filecoin-ffi pins, such as {@code 1.94.0}
 */
public record Source(Receipt receipt, String commit, String goMinimum, String rustToolchain)
    implements Reported {}
