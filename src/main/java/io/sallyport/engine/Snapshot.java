package io.sallyport.engine;

import com.fasterxml.jackson.databind.JsonNode;

/// Raw engine JSON, as saved by `snapshot` and read by `--snapshot`.
///
/// @param json `{"version": …, "info": … (optional), "containers": […], "networks": […]}`
public record Snapshot(JsonNode json) {}
