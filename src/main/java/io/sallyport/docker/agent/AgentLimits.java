package io.sallyport.docker.agent;

import java.time.Duration;

/// How long a client may take.
///
/// @param handshake from its connection to the end of the handshake
/// @param request from one answer to the end of the next request's head
/// @param body to send a body
/// @param read to read a piece of an answer
record AgentLimits(Duration handshake, Duration request, Duration body, Duration read) {
  /// Clients keep a connection for half a minute.
  static final AgentLimits USUAL =
      new AgentLimits(
          Duration.ofSeconds(5),
          Duration.ofSeconds(60),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30));
}
