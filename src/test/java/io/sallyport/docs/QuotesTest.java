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
        "docs/operations.md|another Sallyport keeps overwriting its configuration. Give both the same settings, templates and version, or different proxies|",
        "docs/operations.md|Sallyport, up for 3h12m5s|Sallyport, up for ",
        "docs/operations.md|events live|",
        "docs/operations.md|no events: polling|",
        "docs/operations.md|Virtual hosts: 14|Virtual hosts: ",
        "docs/operations.md|; wants 8a41…|; wants ",
        "docs/operations.md|setting CertSource cannot be used: …|cannot be used: %s",
        "docs/operations.md|had its configuration changed by hand|",
        "docs/operations.md|no proxy is running: no container has the label interlock.ext.name`|no proxy is running: no container has the label ",
        "docs/monitoring.md|the engine has not been seen yet, …|the engine has not been seen yet, ",
        "docs/monitoring.md|the engine has not been reached yet: …|the engine has not been reached yet: ",
        "docs/monitoring.md|changes are not detected, the engine cannot be read: …|changes are not detected, the engine cannot be read: ",
        "docs/monitoring.md|waits for its first configuration|",
        "docs/monitoring.md|has not run what it should|",
        "docs/operations.md|Extension … is not supported yet|is not supported yet",
        "docs/operations.md|whatever filters the engine's socket must let|",
        "docs/dashboard.md|Connection lost|",
        "docs/dashboard.md|only with problems|",
        "docs/migrating-from-interlock.md|What differs|",
      })
  void areWhatIsSaid(String document, String quote, String said) {
    assertThat(Document.read(Path.of(document)).text()).contains(quote);
    assertThat(SAID).contains(said == null ? quote : said);
  }
}
