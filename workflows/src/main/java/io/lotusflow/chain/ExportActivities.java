package io.lotusflow.chain;

import io.lotusflow.run.DetachedJob;
import io.lotusflow.run.Receipt;
import io.temporal.activity.ActivityInterface;

/** A snapshot out of a running node. Manual: chain data (export). */
@ActivityInterface(namePrefix = "Export.")
public interface ExportActivities {

  /**
   * Chooses tipset and name, looks whether folder and disk suffice, and removes what earlier
   * exports of this node left half written. The problems it finds end the run: nothing was changed.
   */
  ExportDraft look(ExportPlan plan);

  /**
   * Runs {@code lotus chain export} to a temporary name, while the node serves. A second attempt
   * attaches to it. Ends it before the disk is full, since the node may write to the same one.
   */
  @DetachedJob
  WrittenExport write(ExportPlan plan, ExportDraft draft);

  /** Compresses what was written, and removes the uncompressed file. A second call starts over. */
  WrittenExport pack(ExportPlan plan, ExportDraft draft);

  /** Reads it as it will be kept, every block, and compares it with what was asked for. */
  ProvenExport verify(ExportPlan plan, ExportDraft draft);

  /**
   * Puts it under its name, its checksum and a note of ours beside it, all of it on disk when this
   * returns. A second call finds it there.
   */
  ExportedSnapshot publish(ExportPlan plan, ExportDraft draft, ProvenExport proven);

  /** Deletes this node's oldest exports beyond those to be kept; never a file that has no note. */
  Receipt retain(ExportPlan plan, ExportedSnapshot newest);

  /** Removes what this node's exports left half written. */
  Receipt discard(ExportPlan plan);
}
