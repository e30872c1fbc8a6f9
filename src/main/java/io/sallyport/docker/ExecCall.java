package io.sallyport.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.docker.http.Deadline;
import io.sallyport.docker.http.SocketHttpClient.TakenOver;
import io.sallyport.docker.http.TimeLimit;
import io.sallyport.docker.shell.CommandOutput;
import io.sallyport.source.ContainerAccess.ExecResult;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/// A command in a container: made, started on a connection of its own (a classic Swarm manager
/// passes nothing else through), read to its end, and asked for its exit code.
final class ExecCall {
  /// The output ends a moment before the engine knows that the command has.
  private static final Duration FIRST_PAUSE = Duration.ofMillis(1);

  private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

  private static final Duration SHELL_OPENS_WITHIN = Duration.ofSeconds(10);

  private static final int LONGEST_WORD = 60;

  private final EngineCalls calls;
  private final List<String> command;
  private final Deadline deadline;

  ExecCall(EngineCalls calls, List<String> command, Duration limit) {
    this.calls = calls;
    this.command = List.copyOf(command);
    this.deadline = Deadline.in(limit);
  }

  ExecResult run(String containerId) {
    String name = name(containerId);
    String id = create(calls, containerId, creation(command), name);
    String output = calls.read(start(id, name), deadline, CommandOutput::read);
    return new ExecResult(exitCode(id, name), output);
  }

  /// Makes a command, which does not begin yet; gives its identifier.
  static String create(EngineCalls calls, String containerId, ObjectNode creation, String name) {
    EngineRequest create =
        EngineRequest.to(Endpoint.EXEC_CREATE, containerId).json(creation).called(name);
    String id = calls.ask(create).path("Id").asText("");
    if (id.isEmpty()) {
      throw calls.failed(create, "an unexpected answer: no Id", null);
    }
    return id;
  }

  static EngineRequest start(String id, String name) {
    return EngineRequest.to(Endpoint.EXEC_START, id).json(attached()).takingOver().called(name);
  }

  /// Starts a shell whose input and output are the connection's.
  static TakenOver shell(EngineCalls calls, String containerId) {
    String name = "sh in " + containerId.substring(0, Math.min(12, containerId.length()));
    String id = create(calls, containerId, creation(List.of("sh")).put("AttachStdin", true), name);
    EngineRequest start = start(id, name);
    try {
      return TimeLimit.within(SHELL_OPENS_WITHIN, () -> (TakenOver) calls.open(start));
    } catch (TimeoutException hanging) {
      throw calls.failed(
          start, "no answer within " + SHELL_OPENS_WITHIN.toSeconds() + " s", hanging);
    } catch (IOException broken) {
      throw calls.failed(start, String.valueOf(broken.getMessage()), broken);
    }
  }

  private int exitCode(String id, String name) {
    EngineRequest inspect = EngineRequest.to(Endpoint.EXEC_INSPECT, id).called(name);
    Duration pause = FIRST_PAUSE;
    JsonNode state = calls.ask(inspect);
    while (state.path("Running").asBoolean() || !state.path("ExitCode").isInt()) {
      checkTime(inspect);
      LockSupport.parkNanos(pause.toNanos());
      pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
      state = calls.ask(inspect);
    }
    return state.path("ExitCode").intValue();
  }

  private void checkTime(EngineRequest request) {
    if (!deadline.left().isPositive() || Thread.currentThread().isInterrupted()) {
      throw calls.failed(request, "has not ended within " + deadline, null);
    }
  }

  /// For messages: the command's words up to one that is long, such as a script.
  private String name(String containerId) {
    List<String> words =
        command.stream()
            .takeWhile(word -> word.length() <= LONGEST_WORD && !word.contains("\n"))
            .toList();
    return "%s%s in %s"
        .formatted(
            String.join(" ", words),
            words.size() == command.size() ? "" : " …",
            containerId.substring(0, Math.min(12, containerId.length())));
  }

  static ObjectNode creation(List<String> command) {
    ObjectNode creation = JsonNodeFactory.instance.objectNode();
    creation.put("AttachStdout", true).put("AttachStderr", true);
    ArrayNode words = creation.putArray("Cmd");
    command.forEach(words::add);
    return creation;
  }

  static ObjectNode attached() {
    return JsonNodeFactory.instance.objectNode().put("Detach", false).put("Tty", false);
  }
}
