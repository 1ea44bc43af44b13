package io.lotusflow.restart;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;

/**
 * What a restart would cost at this moment.
 *
 * @param clear nothing that is worth waiting for, or it shall not be waited
 * @param why jobs and their age, for people
 */
public record JobsLook(Receipt receipt, boolean clear, String why) implements Reported {}
