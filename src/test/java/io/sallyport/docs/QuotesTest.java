package io.sallyport.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What documents quote of logs, findings and pages is what the product says: whoever changes one
/// of the two finds the other here.
class QuotesTest {
  /// All that the product says, without the breaks of long literals.
  private static final String SAID =
      Names.files(Path.of("src", "main")).stream()
          .filter(file -> file.toString().matches(".*\\.(java|js|html|sh)"))
          .map(file -> Document.read(file).text())
          .collect(Collectors.joining("\n"))
          .replaceAll("\"\\s*\\+\\s*\"", "");

  /// The third column is the code's text where it has a parameter.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "docs/quick-start.md|observed, routed and rendered in|",
        "docs/quick-start.md|Changed after start of hello2|Changed after ",
        "docs/quick-start.md|label interlock.hostnme: no such label|no such label",
        "docs/monitoring.md|observed, routed and rendered in|",
        "docs/operations.md|is contested: another Sallyport keeps overwriting its configuration|",
        "docs/operations.md|; give both the same settings, templates and version, or different proxies|give both the same settings, templates and version, or different proxies",
        "docs/operations.md|it refused the files in CertSource: … key values mismatch …; it runs everything else, with its previous files|it refused the files in CertSource: %s; it runs everything else, with its previous files",
        "docs/operations.md|OUTAGE: no proxy is running|OUTAGE: ",
        "docs/operations.md|Proxies: 0 of 0 current; stopped: |Proxies: %d of %d current",
        "docs/operations.md|; `sallyport check` lists them|",
        "docs/operations.md|events live|",
        "docs/operations.md|no events: polling|",
        "docs/operations.md|no proxy is running: edge exited with code 1, 3 minutes ago|no proxy is running: ",
        "docs/operations.md|no proxy is running: no container is accepted as one|no proxy is running: no container is accepted as one",
        "docs/operations.md|the container refuses connections at|",
        "docs/operations.md|the container exposes 8000, not port 9999|the container exposes %s, not port %d",
        "docs/operations.md|the container does not use TLS at|",
        "docs/operations.md|the TLS handshake with the container fails at|",
        "docs/operations.md|the container uses TLS at …, and the proxy sends plain HTTP|the container uses TLS at %s, and the proxy sends plain HTTP",
        "docs/operations.md|the container asks for a client certificate at …, the proxy has none, and it answers 400|the container asks for a client certificate at %s, the proxy has none, and it",
        "docs/operations.md|the container takes connections at … and does not answer in time|the container takes connections at %s and does not answer in time",
        "docs/operations.md|takes no connection at … within the proxy's time limit|takes no connection at %s within the proxy's time limit",
        "docs/operations.md|closes connections at … without an answer|closes connections at %s without an answer",
        "docs/operations.md|the container keeps failing|",
        "docs/operations.md|the container's health check fails, and it gets requests all the same|",
        "docs/operations.md|keeps its current configuration: …|keeps its current configuration: %s",
        "docs/operations.md|shares …, which belongs to …|shares `%s`, which belongs to %s",
        "docs/operations.md|had its configuration changed by hand; Sallyport put its own back|",
        "docs/operations.md|expired at …, so clients refuse it|, so clients refuse it",
        "docs/operations.md|is for …, and not for …, so clients refuse it|, and not for %s, so clients refuse it",
        "docs/operations.md|has no alternative names (subjectAltName)|",
        "docs/operations.md|Sallyport's own check: the key … is for RSA, and the certificate … for EC|is for %s, and the certificate ",
        "docs/operations.md|in CertSource it is a directory|",
        "docs/operations.md|CertSource cannot be used as it is now|",
        "docs/operations.md|is not valid before …|is not valid before ",
        "docs/operations.md|no other certificate in its file: …|no other certificate in its file: ",
        "docs/operations.md|the host has no certificate|",
        "docs/operations.md|CertSource cannot be used: …|cannot be used: %s",
        "docs/operations.md|does not list this proxy by name|",
        "docs/operations.md|keeps restarting|",
        "docs/operations.md|exited with code 1 and does not run|exited with code %d and does not run",
        "docs/operations.md|no proxy of extension … is running, so its hosts are not served: …|is running, so its hosts are not served: %s",
        "docs/operations.md|no space left|",
        "docs/operations.md|it refused|",
        "docs/operations.md|read-only file system|",
        "docs/operations.md|what the engine copies to /etc/nginx/ does not arrive, since a tmpfs is mounted there|what the engine copies to $directory does not arrive, since a tmpfs is mounted there",
        "docs/operations.md|There is no container, host or proxy|",
        "docs/operations.md|the container has labels of ours but not this one, so it is not routed; add it, such as|the container has labels of ours but not this one, so it is not routed",
        "docs/templates.md|there is no filter `lowr`; did you mean `lower`?|there is no %s `%s`; ",
        "docs/operations.md|Extension … is not supported yet|is not supported yet",
        "docs/operations.md|whatever filters the engine's socket must let|",
        "docs/operations.md|template … cannot be used: …; the last good one stays in use|cannot be used: %s; the last good one stays in use",
        "docs/monitoring.md|the engine has not been seen yet, …|the engine has not been seen yet, ",
        "docs/monitoring.md|the engine has not been reached yet: …|the engine has not been reached yet: ",
        "docs/monitoring.md|changes are not detected, the engine cannot be read: …|changes are not detected, the engine cannot be read: ",
        "docs/monitoring.md|waits for its first configuration|",
        "docs/monitoring.md|has not run what it should|",
        "docs/monitoring.md|the reconcile loop has been stalled for 61 s|the reconcile loop has been stalled for ",
        "docs/dashboard.md|Connection lost|",
        "docs/dashboard.md|only with problems|",
        "docs/migrating-from-interlock.md|What differs|",
      })
  void areWhatIsSaid(String document, String quote, String said) {
    assertThat(Document.read(Path.of(document)).text()).contains(quote);
    assertThat(SAID).contains(said == null ? quote : said);
  }
}
