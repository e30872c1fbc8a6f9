package io.sallyport.docker.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sallyport.source.Signal;
import io.sallyport.source.StopPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StopPolicyJsonTest {
  @ParameterizedTest
  @CsvSource({
    "15, 15",
    "SIGTERM, 15",
    "term, 15",
    "SIGQUIT, 3",
    "SIGWINCH, 28",
    "SIGRTMIN+3, 37",
    "RTMAX-1, 63",
    "9, 9"
  })
  void readsSignalsAsEnginesWriteThem(String text, int number) {
    assertThat(Signal.number(text)).hasValue(number);
  }

  @ParameterizedTest
  @CsvSource({"''", "SIGNONSENSE", "123", "RTMIN+", "-1"})
  void knowsNoOthers(String text) {
    assertThat(Signal.number(text)).isEmpty();
  }

  @Test
  void readsWhatAContainerSays() throws Exception {
    assertThat(policy("{\"StopSignal\": \"SIGQUIT\", \"StopTimeout\": 60}"))
        .isEqualTo(new StopPolicy(3, Duration.ofSeconds(60)));
    assertThat(policy("{\"StopSignal\": \"\", \"StopTimeout\": null}"))
        .isEqualTo(StopPolicy.DEFAULT);
    assertThat(policy("{}")).isEqualTo(StopPolicy.DEFAULT);
    assertThat(policy("{\"StopTimeout\": -1}").timeout()).isEqualTo(Duration.ofDays(1));
  }

  private static StopPolicy policy(String config) throws Exception {
    JsonNode inspected = new JsonMapper().readTree("{\"Config\": " + config + "}");
    return EngineJson.stopPolicy(inspected);
  }
}
