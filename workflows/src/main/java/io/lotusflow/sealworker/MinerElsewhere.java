package io.lotusflow.sealworker;

/**
 * The miner of a seal worker on another host.
 *
 * @param file on the worker's host, put there by the operator or handed over, with the miner's
 *     token and address as {@code MINER_API_INFO} has them
 * @param network whose loopback the miner's is ({@link HostSurvey#network})
 * @param actor the miner's: a worker for another miner would be a mistake
 */
public record MinerElsewhere(String file, String network, String actor) {}
