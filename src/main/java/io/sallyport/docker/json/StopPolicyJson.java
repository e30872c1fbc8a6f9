package io.sallyport.docker.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.source.Signal;
import io.sallyport.source.StopPolicy;
import java.time.Duration;

/// `Config.StopSignal` and `Config.StopTimeout` of an inspected container into a [StopPolicy]; what
/// cannot be a signal or a time is as if it were not there.
public final class StopPolicyJson {
  private static final int FOREVER_SECONDS = 86_400;

  private StopPolicyJson() {}

  static StopPolicy read(JsonPlace inspected) {
    JsonNode config = inspected.node().path("Config");
    JsonNode timeout = config.path("StopTimeout");
    long seconds =
        timeout.isIntegralNumber() && timeout.canConvertToLong() && timeout.longValue() >= -1
            ? timeout.longValue()
            : StopPolicy.DEFAULT.timeout().toSeconds();
    return new StopPolicy(
        Signal.number(config.path("StopSignal").asText("")).orElse(StopPolicy.DEFAULT.signal()),
        Duration.ofSeconds(seconds < 0 ? FOREVER_SECONDS : Math.min(seconds, FOREVER_SECONDS)));
  }
}
