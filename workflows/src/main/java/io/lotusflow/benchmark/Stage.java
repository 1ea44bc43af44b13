package io.lotusflow.benchmark;

import java.util.Arrays;
import java.util.List;

/** What {@code lotus-bench sealing} measures, in the order of the manual's table. */
public enum Stage {
  ADD_PIECE(Group.SEALING, "AddPiece"),
  PRE_COMMIT_1(Group.SEALING, "PreCommit1"),
  PRE_COMMIT_2(Group.SEALING, "PreCommit2"),
  COMMIT_1(Group.SEALING, "Commit1"),
  COMMIT_2(Group.SEALING, "Commit2"),
  VERIFY(Group.CHECKING, "Verify"),
  UNSEAL(Group.CHECKING, "Unseal"),
  CANDIDATES(Group.WINNING_POST, "PostGenerateCandidates"),
  WINNING_PROOF_HOT(Group.WINNING_POST, "PostWinningProofHot"),
  WINNING_PROOF_COLD(Group.WINNING_POST, "PostWinningProofCold"),
  VERIFY_WINNING_HOT(Group.WINNING_POST, "VerifyWinningPostHot"),
  VERIFY_WINNING_COLD(Group.WINNING_POST, "VerifyWinningPostCold"),
  WINDOW_PROOF_HOT(Group.WINDOW_POST, "PostWindowProofHot"),
  WINDOW_PROOF_COLD(Group.WINDOW_POST, "PostWindowProofCold"),
  VERIFY_WINDOW_HOT(Group.WINDOW_POST, "VerifyWindowPostHot"),
  VERIFY_WINDOW_COLD(Group.WINDOW_POST, "VerifyWindowPostCold");

  /** The parts of the manual's table. */
  public enum Group {
    /** What a sector goes through once, one after the other. */
    SEALING,
    CHECKING,
    WINNING_POST,
    WINDOW_POST;

    /** In the table's order. */
    public List<Stage> stages() {
      return Arrays.stream(Stage.values()).filter(stage -> stage.group == this).toList();
    }
  }

  private final Group group;
  private final String field;

  Stage(Group group, String field) {
    this.group = group;
    this.field = field;
  }

  public Group group() {
    return group;
  }

  /** In the JSON of {@code lotus-bench}; sealing and checking are there once for each sector. */
  public String field() {
    return field;
  }

  /** Whether it is measured for each sector by itself. */
  public boolean isOfOneSector() {
    return group == Group.SEALING || group == Group.CHECKING;
  }
}
