package io.sallyport.docker;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.docker.json.EngineJson;
import io.sallyport.source.EngineException;
import io.sallyport.source.Observation.EngineIdentity;
import java.util.Optional;

/// Who answers, and the API version that we speak with it.
///
/// @param version its answer to `GET /version`
record EngineSession(JsonNode version, EngineIdentity engine, ApiVersion api) {

  /// Agrees on the highest version that both sides speak. A fixed one fails with the next engine
  /// that drops it, and none at all means whatever the engine's newest is.
  ///
  /// @throws EngineException when there is no such version
  static EngineSession agree(JsonNode version) {
    EngineIdentity engine = EngineJson.identity(version);
    Optional<ApiVersion> newest = ApiVersion.parse(engine.apiVersion());
    if (newest.isEmpty()) {
      throw new EngineException("not a Docker Engine: it names no API version");
    }
    Optional<ApiVersion> least = ApiVersion.parse(version.path("MinAPIVersion").asText(""));
    return new EngineSession(
        version,
        engine,
        ApiVersion.agreed(newest.get(), least)
            .orElseThrow(() ->
                new EngineException(
                    "version %s speaks API %s to %s, Sallyport %s to %s"
                        .formatted(
                            engine.version(),
                            least.map(ApiVersion::toString).orElse("?"),
                            newest.get(),
                            ApiVersion.OLDEST,
                            ApiVersion.NEWEST))));
  }

  boolean podman() {
    return Podman.answers(version);
  }

  String prefix() {
    return "/v" + api;
  }
}
