package io.lotusflow.sealworker;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;

/**
 * The folder that a worker has left.
 *
 * @param folder where it is kept; empty in a dry run
 */
public record KeptFolder(Receipt receipt, String folder) implements Reported {}
