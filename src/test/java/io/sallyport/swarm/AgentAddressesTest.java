package io.sallyport.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.source.FakeManager;
import io.sallyport.source.SwarmNode;
import io.sallyport.source.SwarmTask;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Agents are the other tasks of the service that has this process's address.
class AgentAddressesTest {
  private static final SwarmNode TWO =
      new SwarmNode("two", "host-2", "10.99.0.2", "ready", "active", false, false);

  private final FakeManager manager = new FakeManager();
  private final AgentAddresses addresses =
      new AgentAddresses(manager, () -> Set.of("127.0.0.1", "10.0.1.4"), 2476);

  @Test
  void anAgentIsATaskOfTheOwnServiceOnTheSharedNetwork() {
    task("a", "sallyport", "one", "running", Map.of("control", "10.0.1.4"));
    task("b", "sallyport", "two", "running", Map.of("control", "10.0.1.5", "web", "10.0.2.5"));
    task("c", "shop", "two", "running", Map.of("control", "10.0.1.6"));

    assertThat(addresses.of(TWO, "one")).isEqualTo("10.0.1.5:2476");
  }

  @Test
  void theTaskThatIsToRunCounts() {
    task("a", "sallyport", "one", "running", Map.of("control", "10.0.1.4"));
    task("b", "sallyport", "two", "shutdown", Map.of("control", "10.0.1.5"));
    task("c", "sallyport", "two", "running", Map.of("control", "10.0.1.6"));

    assertThat(addresses.of(TWO, "one")).isEqualTo("10.0.1.6:2476");
  }

  @Test
  void aNodeWithoutATaskHasNone() {
    task("a", "sallyport", "one", "running", Map.of("control", "10.0.1.4"));

    assertThatThrownBy(() -> addresses.of(TWO, "one"))
        .hasMessage("Sallyport does not run there: its service has no task on it");
  }

  @Test
  void anAddressOfAnotherNodesTaskIsNotOurs() {
    task("a", "shop", "two", "running", Map.of("control", "10.0.1.4"));

    assertThat(addresses.of(TWO, "one")).isEqualTo("10.99.0.2:2476");
  }

  @Test
  void whoIsNoTaskTakesTheNodesAddress() {
    assertThat(addresses.of(TWO, "one")).isEqualTo("10.99.0.2:2476");
    SwarmNode six = new SwarmNode("six", "six", "fd00::6", "ready", "active", false, false);
    assertThat(addresses.of(six, "one")).isEqualTo("[fd00::6]:2476");
    SwarmNode none = new SwarmNode("no", "no", "0.0.0.0", "ready", "active", false, false);
    assertThatThrownBy(() -> addresses.of(none, "one"))
        .hasMessage("the manager does not say its address");
  }

  private void task(
      String id, String service, String node, String desired, Map<String, String> at) {
    manager.task(new SwarmTask(id, service, node, 1, desired, "running", "").at(new TreeMap<>(at)));
  }
}
