package io.lotusflow.wallet;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;

/** A key that was made; its address is empty in a dry run. */
public record NewKey(Receipt receipt, String address) implements Reported {}
