package io.sallyport.api;

import io.sallyport.explain.Explanation;
import io.sallyport.explain.Explanation.ByProxy;
import io.sallyport.explain.Explanation.Failures;
import io.sallyport.explain.Explanation.Note;
import io.sallyport.finding.Finding;
import io.sallyport.history.HistoryEntry;
import io.sallyport.history.HistorySnapshot.Revisions;
import io.sallyport.history.ProxyRecord.LastRollout;
import java.util.List;

/// What the API sends, as records: their fields are the JSON's, and `openapi.json` describes them.
/// Every field is always there; a text that does not apply is empty, times are as in RFC 3339.
public final class Documents {
  private Documents() {}

  /// `/api/v1/state`.
  ///
  /// @param id of the last change, as the stream numbers them
  public record SystemState(
      String id,
      String version,
      String started,
      String now,
      boolean alive,
      boolean ready,
      EngineState engine,
      Counts counts,
      Severities findings,
      Revisions revisions) {}

  /// The engine as it was last seen.
  ///
  /// @param lastLook when it was last seen completely; empty before the first time
  /// @param problem why the newest look failed; empty when it did not
  public record EngineState(
      String version,
      String apiVersion,
      boolean classicSwarm,
      boolean eventsLive,
      String lastLook,
      String problem) {}

  /// How many there are. Servers are containers that get requests, each once.
  public record Counts(int containers, int hosts, int servers, int proxies) {}

  /// How many findings there are of each severity.
  public record Severities(long error, long warning, long info) {}

  /// `/api/v1/containers`, and what `explain --json` prints.
  ///
  /// @param general what is to be said about no container
  public record Containers(List<Explanation> containers, List<Note> general) {}

  /// `/api/v1/routes`.
  public record Routes(List<Host> hosts) {}

  /// A virtual host that is served, or asked for in vain.
  ///
  /// @param proxies that are to serve it
  public record Host(
      String name,
      List<String> aliases,
      boolean tls,
      boolean redirectToTls,
      List<String> proxies,
      List<HostPath> locations) {}

  /// A path of a host.
  ///
  /// @param others containers that ask for it and get no requests
  public record HostPath(String root, List<Backend> servers, List<Other> others) {}

  /// A container behind it.
  public record Backend(
      String container,
      String containerId,
      String address,
      String through,
      int weight,
      boolean backup,
      String health,
      boolean draining,
      List<ByProxy> proxies,
      List<Failures> failures) {}

  /// One that gets no requests, and why.
  public record Other(
      String container,
      String containerId,
      Explanation.Standing standing,
      String reason,
      String advice) {}

  /// `/api/v1/proxies`.
  public record Proxies(List<Proxy> proxies) {}

  /// One proxy.
  ///
  /// @param current whether it runs what it should
  /// @param running the version that it was last seen to run; empty before the first time
  /// @param since when it was first seen to run it
  /// @param checked when it was last dealt with
  public record Proxy(
      String name,
      String containerId,
      boolean current,
      String running,
      String wanted,
      String since,
      String checked,
      String problem,
      int hosts,
      LastRollout lastRollout) {}

  /// `/api/v1/proxies/NAME/config`.
  ///
  /// @param verified whether the proxy was seen to run it, or is only to
  public record Config(String proxy, String version, boolean verified, String text) {}

  /// `/api/v1/findings`.
  public record Findings(List<FindingDocument> findings) {}

  /// A finding.
  ///
  /// @param container its name; empty where it is about none
  public record FindingDocument(
      String severity,
      String code,
      String container,
      String containerId,
      String label,
      String message,
      String advice) {
    static FindingDocument of(Finding finding) {
      Note note = Note.of(finding);
      return new FindingDocument(
          note.severity(),
          note.code(),
          finding.container(),
          finding.containerId(),
          note.label(),
          note.message(),
          note.advice());
    }
  }

  /// `/api/v1/events`, oldest first.
  public record Events(String id, List<HistoryEntry> entries) {}

  /// Why there is no answer.
  public record ErrorDocument(String error) {}
}
