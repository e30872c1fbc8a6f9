package io.sallyport.docker;

import io.sallyport.docker.http.DockerConnection;
import io.sallyport.docker.http.SocketHttpClient;
import io.sallyport.docker.json.Snapshot;
import io.sallyport.source.ContainerAccess;
import io.sallyport.source.EngineException;
import io.sallyport.source.Source;
import java.time.Duration;
import java.util.List;

/// A Docker Engine, or a classic Swarm manager, over its HTTP API. What is asked of it is listed in
/// [Endpoint].
public final class DockerEngine implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final EngineCalls calls;
  private final EngineLists lists;
  private final DockerSource source;
  private final DockerAccess access;

  /// Reads the certificates; connects with the first call.
  ///
  /// @throws EngineException when a certificate or key cannot be used
  public DockerEngine(DockerConnection connection) {
    this(connection, LIMIT, CallObserver.NONE);
  }

  /// Tells somebody of each call.
  ///
  /// @throws EngineException when a certificate or key cannot be used
  public DockerEngine(DockerConnection connection, CallObserver observer) {
    this(connection, LIMIT, observer);
  }

  /// With another limit for each call than ten seconds; commands have one of their own.
  public DockerEngine(DockerConnection connection, Duration limit) {
    this(connection, limit, CallObserver.NONE);
  }

  private DockerEngine(DockerConnection connection, Duration limit, CallObserver observer) {
    calls = new EngineCalls(connection, new SocketHttpClient(connection), limit, observer);
    lists = new EngineLists(calls);
    source = new DockerSource(calls, lists, limit);
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
    return lists.snapshot();
  }

  /// Who answers, and in which version of the API: `20.10.24, API 1.41`.
  public String version() {
    EngineSession session = calls.session();
    return "%s, API %s".formatted(session.engine().version(), session.api());
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
