package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Installations of Interlock's time, with our image in place of its own.
class InterlockExamplesIT {
  private static final String SITE = "test.local";

  @ParameterizedTest
  @ValueSource(strings = {"quick-start", "engine", "environment"})
  void serves(String example) {
    try (Installation installation = Installation.of(InterlockExamplesIT.class);
        ComposeProject project = new ComposeProject(installation.id(), example).up(1)) {
      followsTheApplication(project);
      assertThat(project.log("interlock"))
          .contains("Some requests are answered differently than by Interlock");
    }
  }

  /// By TLS, with a client certificate, from a manager of two nodes: the proxy on one, the
  /// application on the other.
  @Test
  void servesOnSwarm() throws IOException {
    try (Installation installation = Installation.of(InterlockExamplesIT.class)) {
      String node = Nginx.gateway("bridge");
      installation.relay().showing(ComposeProject.LABEL);
      installation
          .relay()
          .wear(
              new SwarmDisguise(
                  installation.id(),
                  Map.of("one", node, "two", node),
                  Map.of("interlock", "one", "nginx", "one", "app", "two")));
      Nginx manager = installation.tlsEndpoint("manager").on("bridge").start();
      try (ComposeProject project = new ComposeProject(installation.id(), "swarm")) {
        Path certificates = Files.createDirectory(project.folder().resolve("certs"));
        Files.writeString(certificates.resolve("ca.pem"), Certificates.authority());
        Files.writeString(certificates.resolve("cert.pem"), Certificates.certificate("client"));
        Files.writeString(certificates.resolve("key.pem"), Certificates.key("client"));
        project.up(1, "SWARM_MANAGER=" + manager.address("bridge"));
        followsTheApplication(project);
        assertThat(project.run("exec", "-T", "nginx", "cat", "/etc/nginx/nginx.conf"))
            .contains("server " + node + ":");
      }
    }
  }

  private static void followsTheApplication(ComposeProject project) {
    project.awaitServers(SITE, 1);
    assertThat(project.get("unknown.local").status()).isEqualTo(503);

    project.scale(3).awaitServers(SITE, 3);
    project.scale(1).awaitServers(SITE, 1);

    project.run("stop", "app");
    project.await(SITE, 503);
    project.run("start", "app");
    project.awaitServers(SITE, 1);
    assertThat(project.log("interlock")).contains("runs").doesNotContain("WARN", "ERROR");
  }
}
