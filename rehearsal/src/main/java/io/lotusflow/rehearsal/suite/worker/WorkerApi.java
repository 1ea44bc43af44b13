package io.lotusflow.rehearsal.suite.worker;

import io.lotusflow.rehearsal.suite.rpc.Api;
import io.lotusflow.rehearsal.suite.rpc.Signatures;
import io.lotusflow.rehearsal.suite.sealing.Labour;
import io.lotusflow.rehearsal.suite.sealing.Machine;
import io.lotusflow.rehearsal.suite.sealing.OpenPaths;
import io.lotusflow.rehearsal.suite.sealing.Order;
import io.lotusflow.rehearsal.suite.sealing.StoragePath;
import io.lotusflow.rehearsal.suite.sealing.Task;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;

/** A worker's JSON-RPC methods; all of them want an admin's token. */
final class WorkerApi implements Api {
  private static final String METHODS =
      """
      Version admin
      Session admin
      ProcessSession admin
      Info admin
      Paths admin
      TaskTypes admin
      TaskEnable admin text
      TaskDisable admin text
      Enabled admin
      SetEnabled admin any
      WaitQuiet admin
      Shutdown admin
      StorageLocal admin
      StorageAddLocal admin text
      StorageDetachLocal admin text
      StorageDetachAll admin
      StorageRedeclareLocal admin any any
      AddPiece admin any
      SealPreCommit1 admin any
      SealPreCommit2 admin any
      SealCommit1 admin any
      SealCommit2 admin any
      FinalizeSector admin any
      """;

  /** API version 1.7.0. */
  private static final long VERSION = 67328;

  private final String name;
  private final OpenPaths paths;
  private final CallBook calls;
  private final MinerLink miner;
  private final Labour labour;
  private final Set<Task> tasks;
  private final Runnable shutdown;
  private final Signatures signatures = new Signatures(METHODS);
  private final String session = UUID.randomUUID().toString();
  private volatile boolean enabled = true;

  WorkerApi(
      String name,
      OpenPaths paths,
      CallBook calls,
      MinerLink miner,
      Labour labour,
      Set<Task> tasks,
      Runnable shutdown) {
    this.name = name;
    this.paths = paths;
    this.calls = calls;
    this.miner = miner;
    this.labour = labour;
    this.tasks = new ConcurrentSkipListSet<>(tasks);
    this.shutdown = shutdown;
  }

  @Override
  public Signatures signatures() {
    return signatures;
  }

  @Override
  public Object call(Call call) throws Exception {
    return switch (call.method()) {
      case "Version" -> VERSION;
      case "Session", "ProcessSession" -> session;
      case "Info" -> Machine.info(name);
      case "Paths" -> paths();
      case "TaskTypes" -> taskTypes();
      case "Enabled" -> enabled;
      case "StorageLocal" -> local();
      case "TaskEnable", "TaskDisable" -> {
        toggle(call.text(0), call.method().equals("TaskEnable"));
        yield null;
      }
      case "SetEnabled" -> {
        enabled = Boolean.TRUE.equals(call.value(0));
        yield null;
      }
      case "WaitQuiet" -> {
        calls.awaitQuiet();
        yield null;
      }
      case "Shutdown" -> {
        miner.leave();
        shutdown.run();
        yield null;
      }
      case "StorageAddLocal" -> {
        paths.attach(call.text(0));
        miner.declare();
        yield null;
      }
      case "StorageDetachLocal" -> {
        miner.detach(paths.detach(call.text(0)));
        yield null;
      }
      case "StorageDetachAll" -> {
        miner.leave();
        yield null;
      }
      case "StorageRedeclareLocal" -> {
        miner.declare();
        yield null;
      }
      default -> begin(Task.ofMethod(call.method()).orElseThrow(), call.value(0));
    };
  }

  private List<Object> paths() {
    List<Object> all = new ArrayList<>();
    for (StoragePath path : paths.all()) {
      Map<String, Object> info = path.info(miner.filesUrl());
      all.add(
          Json.object(
              "ID", path.id(),
              "Weight", info.get("Weight"),
              "LocalPath", path.path().toString(),
              "CanSeal", path.canSeal(),
              "CanStore", path.canStore()));
    }
    return all;
  }

  private Map<String, Object> taskTypes() {
    Map<String, Object> types = new TreeMap<>();
    tasks.forEach(task -> types.put(task.label(), Map.of()));
    return types;
  }

  private Map<String, Object> local() {
    Map<String, Object> local = new TreeMap<>();
    for (StoragePath path : paths.all()) {
      local.put(path.id(), path.path().toString());
    }
    return local;
  }

  /** As in Lotus: a type that it does not do is neither here nor there. */
  private void toggle(String label, boolean on) {
    Task.ofLabel(label).ifPresent(task -> toggle(task, on));
  }

  private void toggle(Task task, boolean on) {
    if (on) {
      tasks.add(task);
    } else {
      tasks.remove(task);
    }
  }

  /** Answers at once with the call's id; the result goes to the miner when there is one. */
  private Map<String, Object> begin(Task task, Object json) throws IOException {
    Order order = Order.ofJson(task, json);
    CallBook.Entry call = new CallBook.Entry(UUID.randomUUID().toString(), task, order.sector());
    calls.add(call);
    Thread thread = new Thread(() -> work(order, call), task.shortName());
    thread.setDaemon(true);
    thread.start();
    return Json.object("Sector", order.sector().json(), "ID", call.id());
  }

  private void work(Order order, CallBook.Entry call) {
    try {
      String error = "";
      try {
        labour.perform(order, paths.pathFor(order.sector()));
      } catch (IOException e) {
        error = String.valueOf(e.getMessage());
      }
      miner.deliver(call, error);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
