package io.sallyport.docker;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.docker.agent.AgentServer;
import io.sallyport.docker.http.DockerConnection;
import io.sallyport.tls.SwarmCa;
import io.sallyport.tls.SwarmCertificates;
import io.sallyport.tls.TlsFiles;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Through an agent, the engine of this machine keeps the contract with its proxies.
class AgentContractIT extends DockerContract {
  private static final String NODE = "w1w2e3r4t5y6u7i8o9p0asdfg";
  private static final String BRAIN = "m1w2e3r4t5y6u7i8o9p0asdfg";

  @TempDir private static Path folder = Path.of("");
  private static AgentServer agent;
  private static TlsFiles files;

  @BeforeAll
  static void listen() throws Exception {
    SwarmCa ca = new SwarmCa(folder);
    Path node = ca.node(NODE, "swarm-worker", SwarmCa.CLUSTER);
    files = SwarmCertificates.in(ca.node(BRAIN, "swarm-manager", SwarmCa.CLUSTER));
    agent =
        new AgentServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new SwarmCertificates(SwarmCertificates.in(node)),
            RealEngine.connection());
  }

  AgentContractIT() {
    super(
        RealEngine.connection(),
        DockerConnection.toNode("https://127.0.0.1:" + agent.address().getPort(), NODE, files));
  }

  @AfterAll
  static void stop() {
    agent.close();
  }

  /// It takes a proxy out of no network but those that a Sallyport connected it to.
  @Test
  @Override
  protected void connectsToTheDefaultNetworkToo() {
    String id = run("interlock.hostname", "shop");
    String own = source().observe().container(id).orElseThrow().networks().firstKey();

    assertThatThrownBy(() -> access().disconnect(own, id))
        .hasMessageContaining("no Sallyport connected the container");
  }

  @Override
  protected Map<String, String> labels(String label, String value) {
    return Map.of(label, value, "interlock.ext.name", "nginx");
  }
}
