package io.lotusflow.cli;

import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.settings.Plans;
import java.util.function.ToIntBiFunction;

/** For commands that ask the daemon themselves, so that they answer when no worker is up. */
final class NodeReading {

  private NodeReading() {}

  /** Runs a command's body with the daemon's API; a call that fails is a complaint. */
  static int of(Session session, boolean rehearsal, ToIntBiFunction<FullNode, Plans> body) {
    Planning planning = new Planning(session);
    Plans plans = rehearsal ? planning.rehearsal() : planning.plans();
    try {
      return body.applyAsInt(FullNode.at(plans.node()), plans);
    } catch (RpcFailed failed) {
      throw silent(session, failed, "node.silent");
    }
  }

  /**
   * @param key of the texts
   */
  static Complaint silent(Session session, RpcFailed failed, String key) {
    return new Complaint(
        failed.kind() == RpcFailed.Kind.NO_SUCH_METHOD ? Exit.UNSUPPORTED : Exit.FAILED,
        session.text(key),
        String.valueOf(failed.getMessage()),
        session.text(key + ".todo"));
  }
}
