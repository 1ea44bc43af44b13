package io.lotusflow.car;

import io.lotusflow.chain.Defect;

/** Something was found that makes the rest of the file worthless. */
final class Enough extends RuntimeException {
  private final transient Defect defect;

  Enough(Defect defect) {
    super(defect.toString(), null, false, false);
    this.defect = defect;
  }

  Defect defect() {
    return defect;
  }
}
