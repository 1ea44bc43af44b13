package io.lotusflow.download;

/**
 * How far a download has come.
 *
 * @param arrived bytes that are here, of {@code total}; total is 0 when the server does not say
 * @param read how many of them have been read in order
 * @param bytesPerSecond on average since it began in this process
 * @param trouble the newest, while all servers are left alone for a moment; else empty
 */
public record Progress(long arrived, long total, long read, long bytesPerSecond, String trouble) {}
