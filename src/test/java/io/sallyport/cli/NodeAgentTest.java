package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.FreePort;
import io.sallyport.config.Setting;
import io.sallyport.config.Settings;
import io.sallyport.docker.DockerEngine;
import io.sallyport.docker.ScriptedEngine;
import io.sallyport.docker.http.DockerConnection;
import io.sallyport.tls.SwarmCa;
import io.sallyport.tls.SwarmCertificates;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When a daemon has an agent.
class NodeAgentTest {
  private static final String NODE = "m1w2e3r4t5y6u7i8o9p0asdfg";

  @TempDir private static Path made = Path.of("");
  private static Path directory = Path.of("");

  @BeforeAll
  static void makeCertificates() throws Exception {
    directory = new SwarmCa(made).node(NODE, "swarm-manager", SwarmCa.CLUSTER);
  }

  @Test
  @SuppressWarnings("try") // Closed earlier than the others.
  void servesTheManagersOfItsSwarm() throws Exception {
    try (ScriptedEngine engine = engine("{\"Swarm\":{\"NodeID\":\"%s\"}}".formatted(NODE))) {
      NodeAgent closed;
      try (NodeAgent agent = new NodeAgent(settings(engine))) {
        closed = agent;
        agent.look();

        int port = agent.address().orElseThrow().getPort();
        try (DockerEngine node =
            new DockerEngine(
                DockerConnection.toNode(
                    "https://127.0.0.1:" + port, NODE, SwarmCertificates.in(directory)))) {
          assertThat(node.node()).isEqualTo(NODE);
        }
      }
      closed.look();
      assertThat(closed.address()).isEmpty();
    }
  }

  @Test
  void doesNotServeAnEngineThatIsNotTheCertificates() throws Exception {
    for (String info :
        new String[] {"{\"Swarm\":{\"NodeID\":\"another\"}}", "{\"Swarm\":{}}", "{}", "x"}) {
      try (ScriptedEngine engine = engine(info);
          NodeAgent agent = new NodeAgent(settings(engine))) {
        agent.look();
        assertThat(agent.address()).as(info).isEmpty();
      }
    }
  }

  @Test
  void waitsForTheEngine() throws Exception {
    ScriptedEngine gone = engine("{}");
    gone.close();
    try (NodeAgent agent = new NodeAgent(settings(gone))) {
      agent.look();
      assertThat(agent.address()).isEmpty();
    }
  }

  @Test
  void isNotThereWithoutCertificatesOrSwarm() {
    Settings mounted =
        Settings.defaults().with(Setting.SWARM_CERTIFICATES, made.resolve("none").toString());
    assertThat(NodeAgent.start(mounted)).isEmpty();
    assertThat(
            NodeAgent.start(
                mounted
                    .with(Setting.SWARM_CERTIFICATES, directory.toString())
                    .with(Setting.SWARM_MODE, "off")))
        .isEmpty();
  }

  private static ScriptedEngine engine(String info) {
    return ScriptedEngine.saying(
        Map.of("GET /version", ScriptedEngine.VERSION, "GET /v1.41/info", info));
  }

  private static Settings settings(ScriptedEngine engine) {
    return Settings.defaults()
        .with(Setting.DOCKER_URL, engine.connection().url())
        .with(Setting.SWARM_CERTIFICATES, directory.toString())
        .with(Setting.AGENT_LISTEN, "127.0.0.1:" + FreePort.any());
  }
}
