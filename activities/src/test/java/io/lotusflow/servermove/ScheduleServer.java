package io.lotusflow.servermove;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.schedule.v1.ScheduleListEntry;
import io.temporal.api.workflowservice.v1.CreateScheduleRequest;
import io.temporal.api.workflowservice.v1.CreateScheduleResponse;
import io.temporal.api.workflowservice.v1.DeleteScheduleRequest;
import io.temporal.api.workflowservice.v1.DeleteScheduleResponse;
import io.temporal.api.workflowservice.v1.DescribeScheduleRequest;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.ListSchedulesRequest;
import io.temporal.api.workflowservice.v1.ListSchedulesResponse;
import io.temporal.api.workflowservice.v1.UpdateScheduleRequest;
import io.temporal.api.workflowservice.v1.UpdateScheduleResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BooleanSupplier;

/** A server that keeps schedules and starts nothing. Any answer of it can be lost. */
final class ScheduleServer implements AutoCloseable {

  final Map<String, Schedule> schedules = new ConcurrentSkipListMap<>();
  private final Server server;

  /**
   * @param lost asked once a call of a schedule is done: whether its answer gets lost
   */
  ScheduleServer(BooleanSupplier lost) throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(new Health())
            .addService(new Keeping())
            .intercept(new Losing(lost))
            .build()
            .start();
  }

  String address() {
    return "127.0.0.1:" + server.getPort();
  }

  Map<String, Schedule> all() {
    return new TreeMap<>(schedules);
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private record Losing(BooleanSupplier lost) implements ServerInterceptor {

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      boolean counts = call.getMethodDescriptor().getFullMethodName().endsWith("Schedule");
      return next.startCall(counts ? new Forgetful<>(call, lost) : call, headers);
    }
  }

  /** Says that it does not know, although it did what was asked. */
  private static final class Forgetful<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final BooleanSupplier lost;
    private boolean forgot;

    Forgetful(ServerCall<Q, A> call, BooleanSupplier lost) {
      super(call);
      this.lost = lost;
    }

    @Override
    public void sendMessage(A answer) {
      forgot = lost.getAsBoolean();
      if (!forgot) {
        super.sendMessage(answer);
      }
    }

    @Override
    public void close(Status status, Metadata trailers) {
      // Of this code the SDK does not ask again.
      super.close(forgot ? Status.INVALID_ARGUMENT.withDescription("lost") : status, trailers);
    }
  }

  private static final class Health extends HealthGrpc.HealthImplBase {
    @Override
    public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> answer) {
      say(
          answer,
          HealthCheckResponse.newBuilder()
              .setStatus(HealthCheckResponse.ServingStatus.SERVING)
              .build());
    }
  }

  private static <A> void say(StreamObserver<A> answer, A what) {
    answer.onNext(what);
    answer.onCompleted();
  }

  private final class Keeping extends WorkflowServiceGrpc.WorkflowServiceImplBase {

    @Override
    public void getSystemInfo(
        GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> answer) {
      say(answer, GetSystemInfoResponse.getDefaultInstance());
    }

    @Override
    public void listSchedules(
        ListSchedulesRequest request, StreamObserver<ListSchedulesResponse> answer) {
      ListSchedulesResponse.Builder page = ListSchedulesResponse.newBuilder();
      schedules
          .keySet()
          .forEach(id -> page.addSchedules(ScheduleListEntry.newBuilder().setScheduleId(id)));
      say(answer, page.build());
    }

    @Override
    public void describeSchedule(
        DescribeScheduleRequest request, StreamObserver<DescribeScheduleResponse> answer) {
      Schedule schedule = schedules.get(request.getScheduleId());
      if (schedule == null) {
        answer.onError(Status.NOT_FOUND.asRuntimeException());
        return;
      }
      say(answer, DescribeScheduleResponse.newBuilder().setSchedule(schedule).build());
    }

    @Override
    public void createSchedule(
        CreateScheduleRequest request, StreamObserver<CreateScheduleResponse> answer) {
      if (schedules.putIfAbsent(request.getScheduleId(), request.getSchedule()) != null) {
        answer.onError(Status.ALREADY_EXISTS.asRuntimeException());
        return;
      }
      say(answer, CreateScheduleResponse.getDefaultInstance());
    }

    @Override
    public void updateSchedule(
        UpdateScheduleRequest request, StreamObserver<UpdateScheduleResponse> answer) {
      schedules.put(request.getScheduleId(), request.getSchedule());
      say(answer, UpdateScheduleResponse.getDefaultInstance());
    }

    @Override
    public void deleteSchedule(
        DeleteScheduleRequest request, StreamObserver<DeleteScheduleResponse> answer) {
      schedules.remove(request.getScheduleId());
      say(answer, DeleteScheduleResponse.getDefaultInstance());
    }
  }
}
