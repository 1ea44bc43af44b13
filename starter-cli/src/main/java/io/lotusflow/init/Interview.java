package io.lotusflow.init;

import io.lotusflow.messages.Language;
import io.lotusflow.messages.Messages;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The questions, in the order in which an operator thinks. */
final class Interview {

  private static final Map<String, Predicate<Answers>> QUESTIONS = questions();

  private final Asker asker;
  private final Messages help;
  private final Set<String> given;

  /**
   * @param given keys that need no question
   */
  Interview(Asker asker, Language language, Set<String> given) {
    this.asker = asker;
    this.help = Messages.in(language, "settings-help");
    this.given = Set.copyOf(given);
  }

  /** Until the questions or the answers end. */
  Answers lead(Answers beforehand) {
    Answers answers = beforehand;
    for (Map.Entry<String, Predicate<Answers>> question : QUESTIONS.entrySet()) {
      String key = question.getKey();
      if (!given.contains(key) && question.getValue().test(answers)) {
        Optional<Answers> more = ask(key, answers);
        if (more.isEmpty()) {
          return answers;
        }
        answers = more.get();
      }
    }
    return answers;
  }

  /** Again and again until it fits; empty when nobody answers. */
  private Optional<Answers> ask(String key, Answers answers) {
    Optional<String> refusal = Optional.empty();
    while (true) {
      String proposal = answers.written(key);
      Optional<String> answer =
          asker.ask(new Question(key, help.text(key), proposal, refusal)).map(String::strip);
      if (answer.isEmpty()) {
        return Optional.empty();
      }
      Answers more = understood(answers, key, answer.get());
      refusal = more.refusal(key);
      if (refusal.isEmpty()) {
        return Optional.of(more);
      }
    }
  }

  private static Answers understood(Answers answers, String key, String answer) {
    return switch (answer) {
      case "" -> answers;
      case Question.NOTHING -> answers.with(key, "");
      default -> answers.with(key, answer);
    };
  }

  private static Map<String, Predicate<Answers>> questions() {
    Predicate<Answers> daemon = has("daemon");
    Predicate<Answers> miner = has("miner");
    Map<String, Predicate<Answers>> questions = new LinkedHashMap<>();
    questions.put("node.network", Interview::always);
    questions.put("node.roles", Interview::always);
    questions.put("node.name", Interview::always);
    questions.put("daemon.genesis", daemon.and(on("custom")));
    questions.put("daemon.remote_api", daemon.negate());
    questions.put("daemon.remote_token_file", daemon.negate());
    questions.put("daemon.repo", daemon);
    questions.put("daemon.libp2p_announce", daemon);
    questions.put("snapshot.source", daemon);
    questions.put("miner.sector_size", miner);
    questions.put("miner.actor", miner);
    questions.put("miner.repo", miner);
    questions.put("miner.parameters", miner);
    questions.put("miner.parents", miner);
    questions.put("miner.tmpdir", miner);
    questions.put(Answers.SEAL, miner);
    questions.put(Answers.STORE, miner);
    questions.put("miner.key_backup", miner);
    questions.put("build.ref", Interview::always);
    questions.put("build.gpu", Interview::always);
    questions.put("host.swap", miner);
    questions.put("network_access.preset", Interview::always);
    questions.put("network_access.https_proxy", Interview::always);
    return questions;
  }

  private static boolean always(Answers answers) {
    return true;
  }

  private static Predicate<Answers> has(String role) {
    return answers -> answers.written("node.roles").contains(role);
  }

  private static Predicate<Answers> on(String network) {
    return answers -> answers.written("node.network").equals(network);
  }
}
