package io.lotusflow.run;

/** The result of a step: it carries a receipt besides what the next step needs. */
public interface Reported {
  Receipt receipt();
}
