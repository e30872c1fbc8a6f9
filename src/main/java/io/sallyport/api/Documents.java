package io.sallyport.api;

import io.sallyport.explain.Explanation;
import io.sallyport.explain.Explanation.ByProxy;
import io.sallyport.explain.Explanation.Failures;
import io.sallyport.explain.Explanation.Note;
import io.sallyport.finding.Finding;
import io.sallyport.history.HistoryEntry;
import io.sallyport.history.HistorySnapshot.Revisions;
import io.sallyport.history.KnownCertificate;
import io.sallyport.history.KnownCertificate.Mismatch;
import io.sallyport.history.ProxyRecord.LastRollout;
import io.sallyport.history.SettingsInUse;
import io.sallyport.history.StoppedProxy;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the API sends, as records: their fields are the JSON's, and `openapi.json` describes them.
/// Every field is always there; a text that does not apply is empty, times are as in RFC 3339.
public final class Documents {
  private Documents() {}

  /// `/api/v1/state`.
  ///
  /// @param id of the last change, as the stream numbers them
  /// @param readiness `/readyz` in a word, of [io.sallyport.history.Readiness]
  /// @param reason the sentence of `/readyz`; empty where all is well
  /// @param outage what to show in red; empty where nothing is
  public record SystemState(
      String id,
      String version,
      SettingsInUse settings,
      String started,
      String now,
      boolean alive,
      boolean ready,
      String readiness,
      String reason,
      String outage,
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
  /// @param certificate the file in its proxies that it is served by HTTPS with; empty without
  /// @param proxies that are known to serve it; where that is not known, that are to serve it
  public record Host(
      String name,
      List<String> aliases,
      boolean tls,
      String certificate,
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
      String health,
      String reason,
      String advice) {
    /// One that is explained so.
    public static Other of(Explanation each) {
      return new Other(
          each.name(), each.id(), each.standing(), each.health(), each.reason(), each.advice());
    }
  }

  /// `/api/v1/proxies`.
  ///
  /// @param stopped containers that would be proxies if they ran
  public record Proxies(List<Proxy> proxies, List<Idle> stopped) {}

  /// A proxy that does not run.
  ///
  /// @param how in words, after its name
  /// @param since empty where it was so when Sallyport began
  public record Idle(String name, String containerId, String how, String since, String advice) {
    static Idle of(StoppedProxy proxy) {
      return new Idle(
          proxy.name(),
          proxy.id(),
          proxy.how(),
          proxy.since().map(Instant::toString).orElse(""),
          proxy.advice());
    }
  }

  /// `/api/v1/certificates`, those that expire first before others.
  public record Certificates(List<CertificateDocument> certificates) {}

  /// A certificate.
  ///
  /// @param source `CertSource` or `proxy`
  /// @param use `server`, `client_ca`, `backend_ca`, `backend_client` or `none`
  /// @param mismatches those of its hosts that it is not for
  /// @param problem what is wrong for all of its hosts
  /// @param note what need not be wrong
  public record CertificateDocument(
      String file,
      String source,
      String use,
      List<String> names,
      String expires,
      List<String> hosts,
      List<String> proxies,
      List<Mismatch> mismatches,
      String problem,
      String note) {
    static CertificateDocument of(KnownCertificate known) {
      return new CertificateDocument(
          known.file(),
          known.fromSource() ? "CertSource" : "proxy",
          Explanation.lower(known.use()),
          known.names(),
          known.expires().toString(),
          known.hosts(),
          known.proxies(),
          known.mismatches(),
          known.problem(),
          known.note());
    }

    /// What is wrong with it for one of its hosts; empty where nothing is.
    public String problemOf(String host) {
      return Stream.concat(
              Stream.of(problem).filter(each -> !each.isEmpty()),
              mismatches.stream().filter(each -> each.host().equals(host)).map(Mismatch::problem))
          .collect(Collectors.joining("; "));
    }
  }

  /// One proxy.
  ///
  /// @param current whether it runs what it should
  /// @param running the version that it was last seen to run; empty before the first time
  /// @param since when it was first seen to run it
  /// @param checked when it was last dealt with
  /// @param problemSince since when it has a problem; empty where it has none
  public record Proxy(
      String name,
      String containerId,
      boolean current,
      String running,
      String wanted,
      String since,
      String checked,
      String problem,
      String problemSince,
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
  /// @param kind of what it is about: `container`, `proxy`, `certificate`, …
  /// @param subject its name; empty where there is only one
  /// @param container its name; empty where it is about none
  public record FindingDocument(
      String severity,
      String code,
      String kind,
      String subject,
      String container,
      String containerId,
      String label,
      String message,
      String advice) {
    /// As it is sent.
    public static FindingDocument of(Finding finding) {
      Note note = Note.of(finding);
      return new FindingDocument(
          note.severity(),
          note.code(),
          Explanation.lower(finding.subject().kind()),
          finding.subject().name(),
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
