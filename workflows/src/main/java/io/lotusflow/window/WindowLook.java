package io.lotusflow.window;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;
import java.time.Duration;

/**
 * Whether the daemon may be stopped now.
 *
 * @param opensIn when to look again; nothing if it is open
 * @param why what is in the way, or until when it is open; for people
 * @param healing nothing but sectors that would heal by themselves are in the way
 */
public record WindowLook(
    Receipt receipt, boolean open, Duration opensIn, String why, boolean healing)
    implements Reported {}
