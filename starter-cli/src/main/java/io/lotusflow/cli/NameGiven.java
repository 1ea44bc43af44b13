package io.lotusflow.cli;

/** Before what is severe: the node's name has to be given, by option or at the terminal. */
final class NameGiven {

  private final Session session;
  private final String name;

  NameGiven(Session session, String name) {
    this.session = session;
    this.name = name;
  }

  /** True, or refuses; {@code -y} never suffices. */
  boolean required(String given, String question) {
    String answer = given.isEmpty() ? asked(question) : given;
    if (answer.equals(name)) {
      return true;
    }
    throw new Complaint(
        Exit.USAGE,
        session.text(question, name),
        answer.isEmpty()
            ? session.text("confirm.missing")
            : session.text("confirm.other", answer, name),
        session.text("confirm.todo", name));
  }

  private String asked(String question) {
    if (session.options().noInput() || !session.screen().inIsTerminal()) {
      return "";
    }
    session.err().print(session.text(question, name) + ' ' + session.text("confirm.ask") + ' ');
    session.err().flush();
    return session.readLine().map(String::strip).orElse("");
  }
}
