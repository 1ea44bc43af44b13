package io.lotusflow.miner;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;

/** The one miner actor of a repository, such as {@code t01000}. */
public record MinerActor(Receipt receipt, String address) implements Reported {}
