package io.sallyport.docker;

import io.sallyport.docker.http.DockerConnection;
import io.sallyport.docker.http.SocketHttpClient;
import io.sallyport.docker.json.Snapshot;
import io.sallyport.source.ContainerAccess;
import io.sallyport.source.EngineException;
import io.sallyport.source.Source;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A Docker Engine, a Swarm manager or a classic one, over its HTTP API. What is asked of it is
/// listed in [Endpoint].
public final class DockerEngine implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final EngineCalls calls;
  private final EngineLists lists;
  private final DockerSource source;
  private final DockerAccess access;
  private final Optional<DockerSwarm> manager;

  /// Reads the certificates; connects with the first call.
  ///
  /// @throws EngineException when a certificate or key cannot be used
  public DockerEngine(DockerConnection connection) {
    this(connection, LIMIT, CallObserver.NONE, true);
  }

  /// Tells somebody of each call.
  ///
  /// @param followsSwarm whether it is asked for services and tasks, if it is a Swarm manager
  /// @throws EngineException when a certificate or key cannot be used
  public DockerEngine(DockerConnection connection, CallObserver observer, boolean followsSwarm) {
    this(connection, LIMIT, observer, followsSwarm);
  }

  /// With another limit for each call than ten seconds; commands have one of their own.
  public DockerEngine(DockerConnection connection, Duration limit) {
    this(connection, limit, CallObserver.NONE, true);
  }

  private DockerEngine(
      DockerConnection connection, Duration limit, CallObserver observer, boolean followsSwarm) {
    calls = new EngineCalls(connection, new SocketHttpClient(connection), limit, observer);
    lists = new EngineLists(calls);
    manager = Optional.of(new DockerSwarm(calls)).filter(any -> followsSwarm);
    source = new DockerSource(calls, lists, manager, limit);
    access = new DockerAccess(calls, lists);
  }

  /// What runs on it.
  public Source source() {
    return source;
  }

  /// Its running containers.
  public ContainerAccess access() {
    return access;
  }

  /// What it runs, as raw engine JSON.
  public Snapshot snapshot() {
    Snapshot snapshot = lists.snapshot();
    return manager.map(each -> each.added(snapshot)).orElse(snapshot);
  }

  /// Who answers, and in which version of the API: `20.10.24, API 1.41`.
  public String version() {
    EngineSession session = calls.session();
    return "%s, API %s".formatted(session.engine().version(), session.api());
  }

  /// Its node in a Swarm; empty where it is in none.
  ///
  /// @throws EngineException when there is no engine to ask
  public String node() {
    return calls.ask(EngineLists.INFO).path("Swarm").path("NodeID").asText("");
  }

  /// Which endpoints may be used; changes nothing.
  ///
  /// @throws EngineException when there is no engine to ask
  public List<Permission> permissions() {
    return new PermissionCheck(calls).run();
  }

  @Override
  public void close() {
    calls.close();
  }
}
