package io.lotusflow.run;

/** What a workflow or an activity is started with: a record that says exactly what will be done. */
public interface Plan {
  Scope scope();
}
