package io.sallyport.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `docs/engine-access.md` is written from the table of endpoints.
class EngineAccessTest {
  private static final Path FILE = Path.of("docs", "engine-access.md");

  private static final String HEADER =
      """
      <!-- Generated from the table of endpoints (Endpoint.java). Do not edit. -->
      # Access to the engine

      Who may use an engine's socket is root on its machine. Sallyport makes only the calls below, each as `/v1.NN/…` in the version that both sides
      speak (`/version` without one), so that a filter before the socket, or an authorization plugin of the engine, can forbid all others. It never
      makes, starts, stops or removes a container, and never asks for logs, images, volumes or secrets.

      `sallyport check` tries each of them, and says which is refused. It changes nothing: what would act is asked to act on a container that cannot
      exist, and an engine's `No such container` shows that the call gets through. Where one is refused while Sallyport runs, the log names it.

      | Call | When and why | Without it |
      |---|---|---|
      """;

  private static final String FOOTER =
      """

      What is left is still much: `exec` runs commands in any container, and with every privilege if that is asked for, so whoever takes over Sallyport
      can get hold of the machine. A filter of paths keeps off everything else: new containers, images, volumes, logs, secrets.

      ## A filter with HAProxy

      HAProxy 2.6 (Debian: `haproxy`) as `haproxy -f FILE`, run by a user who may use `/var/run/docker.sock`. Sallyport gets the new socket:
      `DockerURL = "unix:///run/sallyport/engine.sock"`. Filters need long timeouts: one that cuts an idle event stream costs a poll each time.

      ```
      EXAMPLE```

      ## By TCP

      `DockerURL = "tcp://HOST:2376"` with `TLSCACert`, `TLSCert` and `TLSKey` (PEM, the key not encrypted). The engine's certificate is verified unless
      `AllowInsecure = true`; there is no silent way back to plain HTTP.

      ## Tested versions

      The tests run Docker Engine 20.10, 26.1 and 28.5 and Podman 4.3 and 5.8, of Debian 12, 13 and testing: a proxy is configured, containers are started, stopped and
      replaced, a network is joined and left, certificates are delivered and renewed (`EnginesIT`, which prints the versions).

      ## Podman

      `podman system service -t 0 unix:///run/podman.sock` answers the same calls. It does not tell `stop` signals, whose network an event is
      about, or whether a container is healthy: a container with a health check gets requests as soon as it runs. What it remembers of its events is all of its
      log, so Sallyport does not ask for it, and looks every `PollInterval` besides; as it does with a classic Swarm manager, which remembers nothing.
      """;

  @Test
  void isCurrent() throws IOException {
    String text = text();
    if (Boolean.getBoolean("sallyport.regenerate")) {
      Files.writeString(FILE, text);
    }
    assertThat(Files.readString(FILE))
        .withFailMessage(
            FILE + " is stale: mvn test -Dtest=EngineAccessTest -Dsallyport.regenerate=true")
        .isEqualTo(text);
  }

  private static String text() {
    StringBuilder text = new StringBuilder(HEADER);
    for (Endpoint endpoint : Endpoint.values()) {
      text.append(
          "| `%s` | %s | %s |\n".formatted(endpoint, endpoint.purpose(), endpoint.without()));
    }
    String example =
        HaproxyFilter.configuration(
            "/run/sallyport/engine.sock", "/var/run/docker.sock", List.of(Endpoint.values()));
    return text.append(FOOTER.replace("EXAMPLE", example)).toString();
  }
}
