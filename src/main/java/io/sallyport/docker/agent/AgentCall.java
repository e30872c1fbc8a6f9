package io.sallyport.docker.agent;

import io.sallyport.docker.Endpoint;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A request as a row of the table of endpoints and the parts that it leaves open. Nothing of a
/// path is decoded: a path is one that Sallyport writes, character by character, or none.
///
/// @param version the prefix, `/v1.41`; empty for none
/// @param id of the container, command or network; empty for none
/// @param query decoded and checked
record AgentCall(Endpoint endpoint, String version, String id, SortedMap<String, String> query) {
  /// What is of use for one node's engine.
  static final Set<Endpoint> ROWS =
      Set.of(
          Endpoint.VERSION,
          Endpoint.INFO,
          Endpoint.CONTAINERS,
          Endpoint.NETWORKS,
          Endpoint.EVENTS,
          Endpoint.INSPECT,
          Endpoint.ARCHIVE,
          Endpoint.EXEC_CREATE,
          Endpoint.EXEC_START,
          Endpoint.EXEC_INSPECT,
          Endpoint.CONNECT,
          Endpoint.DISCONNECT);

  /// Names of containers are not accepted: they can be given to another one between two calls.
  static final Pattern FULL_ID = Pattern.compile("[0-9a-f]{64}");

  /// Networks are named in labels, and a Swarm's have short identifiers.
  private static final Pattern NETWORK = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}");

  private static final Pattern VERSION = Pattern.compile("(/v1\\.(?:2[4-9]|[3-9]\\d))?(/.*)");

  /// @throws RefusedCallException for everything that is not on the table
  static AgentCall of(RequestHead head) throws IOException {
    int question = head.target().indexOf('?');
    String path = question < 0 ? head.target() : head.target().substring(0, question);
    String query = question < 0 ? "" : head.target().substring(question + 1);
    Matcher parts = VERSION.matcher(path);
    if (parts.matches()) {
      String version = parts.group(1) == null ? "" : parts.group(1);
      for (Endpoint endpoint : ROWS) {
        Optional<String> id = id(endpoint, parts.group(2));
        if (id.isPresent() && endpoint.method().equals(head.method())) {
          return new AgentCall(endpoint, version, id.get(), AgentQuery.of(endpoint, query));
        }
      }
    }
    throw RefusedCallException.forbidden("this call is not passed on");
  }

  /// As it goes to the engine.
  String path() {
    String values =
        query.entrySet().stream()
            .map(each -> each.getKey() + "=" + encoded(each.getValue()))
            .collect(Collectors.joining("&"));
    return version
        + endpoint.path().replace(Endpoint.ID, id)
        + (values.isEmpty() ? "" : "?" + values);
  }

  /// Empty for another path; an empty text for a row without an identifier.
  private static Optional<String> id(Endpoint endpoint, String path) {
    int at = endpoint.path().indexOf(Endpoint.ID);
    if (at < 0) {
      return endpoint.path().equals(path) ? Optional.of("") : Optional.empty();
    }
    String before = endpoint.path().substring(0, at);
    String after = endpoint.path().substring(at + Endpoint.ID.length());
    if (path.length() <= before.length() + after.length()
        || !path.startsWith(before)
        || !path.endsWith(after)) {
      return Optional.empty();
    }
    String id = path.substring(before.length(), path.length() - after.length());
    Pattern allowed = before.equals("/networks/") ? NETWORK : FULL_ID;
    return Optional.of(id).filter(text -> allowed.matcher(text).matches());
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
