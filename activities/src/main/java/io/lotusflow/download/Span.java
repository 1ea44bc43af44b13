package io.lotusflow.download;

/** Bytes of a file, the last one excluded. */
public record Span(long from, long to) {}
