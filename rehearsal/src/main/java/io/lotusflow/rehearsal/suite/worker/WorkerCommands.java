package io.lotusflow.rehearsal.suite.worker;

import io.lotusflow.rehearsal.suite.build.Build;
import io.lotusflow.rehearsal.suite.cli.Arguments;
import io.lotusflow.rehearsal.suite.cli.CliException;
import io.lotusflow.rehearsal.suite.cli.Invocation;
import io.lotusflow.rehearsal.suite.node.NodeCommands;
import io.lotusflow.rehearsal.suite.rpc.RpcClient;
import io.lotusflow.rehearsal.suite.sealing.StorageAttach;
import io.lotusflow.rehearsal.suite.sealing.Task;
import io.lotusflow.rehearsal.suite.wire.Json;
import io.lotusflow.rehearsal.suite.wire.Sizes;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Commands to a worker that runs. */
final class WorkerCommands {
  private final RpcClient worker;
  private final Arguments arguments;
  private final PrintStream out;

  WorkerCommands(RpcClient worker, Invocation invocation) {
    this.worker = worker;
    this.arguments = invocation.arguments();
    this.out = invocation.out();
  }

  void run(String path) throws IOException {
    switch (path) {
      case "stop" -> worker.call("Shutdown");
      case "info" -> info();
      case "storage attach" -> new StorageAttach(worker, arguments).run();
      case "storage detach" -> {
        String folder = arguments.only();
        if (!arguments.isTrue("really-do-it")) {
          throw new CliException("pass --really-do-it to execute the action");
        }
        worker.call("StorageDetachLocal", folder);
      }
      case "storage redeclare" ->
          worker.call("StorageRedeclareLocal", arguments.value("id").orElse(null), true);
      default -> toggle(path.endsWith("enable") ? "TaskEnable" : "TaskDisable");
    }
  }

  private void toggle(String method) {
    if (arguments.isTrue("all")) {
      Task.SWITCHED.forEach(task -> worker.call(method, task.label()));
      return;
    }
    String name = arguments.only();
    Optional<Task> task = Task.ofShortName(name);
    if (task.filter(Task.SWITCHED::contains).isEmpty()) {
      throw new CliException("unknown task type '" + name + "'");
    }
    worker.call(method, task.get().label());
  }

  private void info() {
    out.println("Worker version:  " + NodeCommands.apiVersion(Json.asLong(worker.call("Version"))));
    out.println("CLI version: lotus-worker version " + Build.version());
    out.println();
    out.println("Session: " + worker.call("Session"));
    out.println("Enabled: " + worker.call("Enabled"));
    Map<String, Object> info = Json.asObject(worker.call("Info"));
    Map<String, Object> resources = Json.asObject(info.get("Resources"));
    out.println("Hostname: " + info.get("Hostname"));
    out.println("CPUs: " + resources.get("CPUs") + "; GPUs: []");
    out.println(
        "RAM: "
            + Sizes.print(Json.asLong(resources.get("MemUsed")))
            + "/"
            + Sizes.print(Json.asLong(resources.get("MemPhysical")))
            + "; Swap: "
            + Sizes.print(Json.asLong(resources.get("MemSwapUsed")))
            + "/"
            + Sizes.print(Json.asLong(resources.get("MemSwap"))));
    out.print("Task types: ");
    for (String label : Json.asObject(worker.call("TaskTypes")).keySet()) {
      out.print(Task.ofLabel(label).map(Task::shortName).orElse(label) + " ");
    }
    out.println("\n");
    paths(Json.asList(worker.call("Paths")));
  }

  private void paths(List<Object> paths) {
    for (Object path : paths) {
      Map<String, Object> fields = Json.asObject(path);
      out.println(fields.get("ID") + ":");
      boolean seal = Boolean.TRUE.equals(fields.get("CanSeal"));
      boolean store = Boolean.TRUE.equals(fields.get("CanStore"));
      out.println(
          "\tWeight: "
              + fields.get("Weight")
              + "; Use: "
              + (seal ? "Seal " : "")
              + (store ? "Store" : ""));
      out.println("\tLocal: " + fields.get("LocalPath"));
    }
  }
}
