package io.sallyport.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.docs.GeneratedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `docs/engine-access.md` is written from the table of endpoints.
class EngineAccessTest {
  private static final Path FILE = Path.of("docs", "engine-access.md");

  /// What Sallyport needs calls for.
  private record Need(String title, List<Endpoint> endpoints) {}

  private static final List<Need> NEEDS =
      List.of(
          new Need(
              "See what runs",
              List.of(
                  Endpoint.VERSION,
                  Endpoint.CONTAINERS,
                  Endpoint.NETWORKS,
                  Endpoint.EVENTS,
                  Endpoint.INSPECT,
                  Endpoint.INFO)),
          new Need(
              "Configure proxies",
              List.of(
                  Endpoint.EXEC_CREATE,
                  Endpoint.EXEC_START,
                  Endpoint.EXEC_INSPECT,
                  Endpoint.ARCHIVE)),
          new Need("Follow a Swarm", List.of(Endpoint.SERVICES, Endpoint.TASKS, Endpoint.NODES)),
          new Need("Connect proxies to networks", List.of(Endpoint.CONNECT, Endpoint.DISCONNECT)));

  private static final String HEADER =
      """
      <!-- Generated from the table of endpoints (Endpoint.java). Do not edit. -->
      # Engine access

      The calls that Sallyport makes to the engine, what each is for, and a filter that allows nothing else. Anybody who may use an engine's socket is root on its machine. Sallyport makes only the calls below. Each has the form `/v1.NN/…`, in the newest API version that both sides know (`/version` without one). So a filter before the socket, or an authorization plugin of the engine, can forbid all others. Sallyport never creates, starts, stops or removes a container, and never asks for logs, images, volumes or secrets.

      `sallyport check` tries each call, and says which is refused. It changes nothing: calls that would act name a container that cannot exist, and the engine's answer `No such container` shows that the call gets through. If a call is refused while Sallyport runs, the log names it.
      """;

  private static final String FOOTER =
      """

      These rights are still powerful: `exec` runs commands in any container, with every privilege if the call asks for it. So an attacker who takes over Sallyport can take over the machine. A filter of paths excludes everything else: new containers, images, volumes, logs, secrets.

      ## A filter with HAProxy

      Run HAProxy 2.6 (Debian: `haproxy`) as `haproxy -f FILE`, as a user who may use `/var/run/docker.sock`. Sallyport gets the new socket: `DockerURL = "unix:///run/sallyport/engine.sock"`. Filters need long timeouts: each time a filter cuts an idle event stream, Sallyport polls once.

      ```
      EXAMPLE```

      ## By TCP

      Set `DockerURL = "tcp://HOST:2376"` with `TLSCACert`, `TLSCert` and `TLSKey` (PEM, the key not encrypted). The engine's certificate is verified unless `AllowInsecure = true`; there is no silent fallback to plain HTTP.

      ## Tested versions

      The tests run Docker Engine 20.10, 26.1 and 28.5 and Podman 4.3 and 5.8, from Debian 12, 13 and testing. On each, a proxy is configured, containers are started, stopped and replaced, a network is joined and left, and certificates are delivered and renewed (`EnginesIT`, which prints the versions).

      ## Podman

      `podman system service -t 0 unix:///run/podman.sock` answers the same calls. It does not report `stop` signals, the network of an event, or whether a container is healthy: a container with a health check gets requests as soon as it runs.

      Podman can recall its events only by reading its whole log, so Sallyport does not ask for them, and also looks every `PollInterval`. It does the same with a classic Swarm manager, which remembers no events.
      """;

  @Test
  void isCurrent() throws IOException {
    GeneratedFile.isCurrent(FILE, text(), EngineAccessTest.class);
  }

  @Test
  void everyEndpointHasOneNeed() {
    assertThat(NEEDS.stream().flatMap(need -> need.endpoints().stream()).toList())
        .containsExactlyInAnyOrder(Endpoint.values());
  }

  private static String text() {
    StringBuilder text = new StringBuilder(HEADER);
    for (Need need : NEEDS) {
      text.append("\n## %s\n\n".formatted(need.title()));
      text.append("| Call | Example | When and why | Without it |\n|---|---|---|---|\n");
      need.endpoints().forEach(endpoint -> text.append(row(endpoint)));
    }
    String example =
        HaproxyFilter.configuration(
            "/run/sallyport/engine.sock", "/var/run/docker.sock", List.of(Endpoint.values()));
    return text.append(FOOTER.replace("EXAMPLE", example)).toString();
  }

  private static String row(Endpoint endpoint) {
    String version = endpoint == Endpoint.VERSION ? "" : "/v1.41";
    String example = endpoint.path().contains("/networks/") ? "frontend" : "3f9c2a71d04b";
    return "| <a id=\"%s\"></a>`%s` | `%s%s` | %s | %s |\n"
        .formatted(
            endpoint.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
            endpoint,
            version,
            endpoint.path().replace(Endpoint.ID, example),
            endpoint.purpose(),
            endpoint.without());
  }
}
