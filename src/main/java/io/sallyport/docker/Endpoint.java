package io.sallyport.docker;

import io.sallyport.source.Observation.EngineIdentity;

/// Every call of the Engine API that Sallyport makes: requests are made from these rows alone,
/// `check` tests each of them, and `docs/engine-access.md` lists them.
/// https://docs.docker.com/reference/api/engine/
public enum Endpoint {
  VERSION(
      "GET",
      "/version",
      "at start, and after a lost connection, to agree on an API version",
      "nothing works"),
  INFO(
      "GET",
      "/info",
      "at each look at a classic Swarm manager, to see whether it has lost a node; in a Swarm, to "
          + "see whether the engine is a manager; once by `snapshot`",
      "a classic Swarm manager cannot be used, and services of a Swarm are not seen; nothing is "
          + "missing for a plain engine"),
  CONTAINERS(
      "GET",
      "/containers/json",
      "at each look, for the containers with their labels, addresses and ports",
      "nothing works"),
  NETWORKS(
      "GET", "/networks", "at each look, for the networks and their gateways", "nothing works"),
  EVENTS(
      "GET",
      "/events",
      "one open answer all the time, which tells when to look; about every "
          + "`PollInterval` a short one, to see whether the open answer missed something; "
          + "of a Swarm manager a second open one, for services and nodes",
      "changes are found by polling, up to `PollInterval` late"),
  INSPECT(
      "GET",
      "/containers/{id}/json",
      "when a container gets a signal, to see whether it is its stop signal and how long "
          + "it may take; before a proxy leaves a network, to see whether Sallyport connected "
          + "it; on Podman once for each container, for its exposed ports",
      "stop signals other than TERM, QUIT and INT go unnoticed, and proxies stay on "
          + "networks that nothing needs any more; on Podman nothing works"),
  ARCHIVE(
      "PUT",
      "/containers/{id}/archive",
      "when certificates of `CertSource` are copied into a proxy, and at each change of "
          + "a proxy in which no shell can stay open",
      "proxies get no certificates from `CertSource`; Podman's get nothing"),
  EXEC_CREATE(
      "POST",
      "/containers/{id}/exec",
      "once for each proxy, for the shell that stays open in it and writes, tests, "
          + "renames and reloads at each change; at each change if no shell can stay open",
      "no proxy gets a new configuration"),
  EXEC_START(
      "POST",
      "/exec/{id}/start",
      "the same; the connection is taken over (`Upgrade: tcp`) for the command's output",
      "no proxy gets a new configuration"),
  EXEC_INSPECT(
      "GET", "/exec/{id}/json", "the same, for the exit code", "no proxy gets a new configuration"),
  CONNECT(
      "POST",
      "/networks/{id}/connect",
      "when a server is on a network (`interlock.network`) that a proxy is not on",
      "such servers are not reached"),
  DISCONNECT(
      "POST",
      "/networks/{id}/disconnect",
      "when no container names a network any more that Sallyport connected a proxy to",
      "proxies stay on such networks"),
  SERVICES(
      "GET",
      "/services",
      "of a Swarm manager alone, for labels of services: at each change of one, and every "
          + "`TaskPollInterval`",
      "labels of services do not count, those of their containers do"),
  TASKS(
      "GET",
      "/tasks",
      "of a Swarm manager alone, to see which tasks are about to be stopped: those of one service "
          + "at each change of it, all every `TaskPollInterval` while services have labels",
      "a stopping task is noticed by its stop signal only"),
  NODES(
      "GET",
      "/nodes",
      "of a Swarm manager alone, for names and addresses of nodes: at each change of one, and every "
          + "ten `TaskPollInterval`s",
      "tasks that share no network with a proxy are not reached by ports of their nodes");

  /// What stands for an identifier in a path.
  public static final String ID = "{id}";

  private final String method;
  private final String path;
  private final String purpose;
  private final String without;

  Endpoint(String method, String path, String purpose, String without) {
    this.method = method;
    this.path = path;
    this.purpose = purpose;
    this.without = without;
  }

  public String method() {
    return method;
  }

  /// Without version and query, with [#ID] for an identifier.
  public String path() {
    return path;
  }

  /// When it is called and why.
  public String purpose() {
    return purpose;
  }

  /// What happens where it is refused.
  public String without() {
    return without;
  }

  /// Whether only a Swarm manager is asked.
  public boolean ofManagers() {
    return this == SERVICES || this == TASKS || this == NODES;
  }

  /// False where nothing depends on it.
  boolean neededFor(EngineIdentity engine) {
    return this != INFO || engine.classicSwarm();
  }

  /// `PUT /containers/{id}/archive`
  @Override
  public String toString() {
    return method + " " + path;
  }
}
