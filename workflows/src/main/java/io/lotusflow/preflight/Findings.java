package io.lotusflow.preflight;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;
import java.util.List;

/** All findings, in a fixed order. */
public record Findings(Receipt receipt, List<Finding> findings) implements Reported {
  public Findings {
    findings = List.copyOf(findings);
  }
}
