package io.sallyport.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.source.EngineEvent;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventFilterTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "start",
        "die",
        "stop",
        "destroy",
        "oom",
        "pause",
        "unpause",
        "rename",
        "health_status"
      })
  void whatHappensToContainersMatters(String action) {
    assertThat(EventFilter.matters(event("container", action))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exec_create",
        "exec_start",
        "exec_die",
        "extract-to-dir",
        "archive-path",
        "top",
        "attach",
        "commit",
        "create",
        "resize"
      })
  void whatWeCauseOrWhatChangesNothingDoesNot(String action) {
    assertThat(EventFilter.matters(event("container", action))).isFalse();
  }

  @Test
  void theSignalsThatEndAContainerMatterAndHangupDoesNot() {
    assertThat(EventFilter.matters(kill("15"))).isTrue();
    assertThat(EventFilter.matters(kill("9"))).isTrue();
    assertThat(EventFilter.matters(kill("SIGQUIT"))).isTrue();
    assertThat(EventFilter.matters(kill("1"))).isFalse();
    assertThat(EventFilter.matters(kill("SIGHUP"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"connect", "disconnect"})
  void networksMatter(String action) {
    assertThat(EventFilter.matters(event("network", action))).isTrue();
  }

  /// `engine_disconnect`, `engine_reconnect`: what a manager shows changes then without another
  /// event.
  @Test
  void aSwarmManagersOwnEventsMatter() {
    assertThat(EventFilter.matters(event("swarm", "engine_disconnect"))).isTrue();
  }

  @Test
  void otherThingsDoNot() {
    assertThat(EventFilter.matters(event("network", "create"))).isFalse();
    assertThat(EventFilter.matters(event("volume", "destroy"))).isFalse();
    assertThat(EventFilter.matters(event("image", "pull"))).isFalse();
  }

  @Test
  void isSaidInWords() {
    TreeMap<String, String> named = new TreeMap<>();
    named.put("name", "shop");
    assertThat(
            EventFilter.words(
                new EngineEvent("container", "health_status", "healthy", "c1", "", 0, named)))
        .isEqualTo("health_status healthy of shop");
    assertThat(EventFilter.words(event("container", "die"))).isEqualTo("die of c1");
    assertThat(
            EventFilter.words(
                new EngineEvent("network", "connect", "", "c1", "back", 0, new TreeMap<>())))
        .isEqualTo("connect to network back");
  }

  /// A metric's label has few values, whatever an engine may invent.
  @Test
  void isCountedAsOneOfFew() {
    assertThat(EventFilter.action(event("container", "kill"))).isEqualTo("kill");
    assertThat(EventFilter.action(event("network", "connect"))).isEqualTo("connect");
    assertThat(EventFilter.action(event("container", "exec_start: rm"))).isEqualTo("other");
    assertThat(EventFilter.action(event("swarm", "engine_connect"))).isEqualTo("other");
  }

  private static EngineEvent event(String type, String action) {
    return new EngineEvent(type, action, "", "c1", "", 0, new TreeMap<>());
  }

  private static EngineEvent kill(String signal) {
    TreeMap<String, String> attributes = new TreeMap<>();
    attributes.put("signal", signal);
    return new EngineEvent("container", "kill", "", "c1", "", 0, attributes);
  }
}
