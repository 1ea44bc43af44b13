package io.lotusflow.run;

/**
 * Who started a run, kept in its memo under {@link RunMemo#ASKED}.
 *
 * @param by {@code user@host}, or a schedule's id
 * @param command as it was typed, without secrets
 */
public record Asked(String by, String command) {}
