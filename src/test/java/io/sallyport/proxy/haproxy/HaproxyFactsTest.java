package io.sallyport.proxy.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HaproxyFactsTest {
  private static final String LIVE = "/usr/local/etc/haproxy/haproxy.cfg";
  private static final String USUAL =
      """
      version 3.0.11-1+deb13u1
      uid 99
      account
      ipv6
      place /var/lib/haproxy
      master
      file /usr/local/etc/haproxy/haproxy.cfg
      same-file
      end
      """;

  @Test
  void saysWhatItCanDo() {
    HaproxyFacts facts = HaproxyFacts.read(USUAL);

    assertThat(facts.complete()).isTrue();
    assertThat(facts.problem(LIVE)).isEmpty();
    assertThat(facts.capabilities())
        .hasToString("haproxy/3.0.11 ipv6 socket=/var/lib/haproxy/sallyport.sock");
    assertThat(HaproxyCapabilities.parse(facts.capabilities().toString()))
        .isEqualTo(facts.capabilities());
  }

  @Test
  void rootGivesItsRightsUp() {
    assertThat(HaproxyFacts.read(USUAL.replace("uid 99", "uid 0")).capabilities().drops()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      value = {
        "no-haproxy @ but no HAProxy",
        "no-master @ start it with -W",
        "live-is-directory @ is a directory in it",
        "live-is-mounted @ mounted into it as a single file",
        "no-directory @ there is no directory /usr/local/etc/haproxy in it",
        "not-writable @ its user cannot write to /usr/local/etc/haproxy",
      })
  void saysWhyItCannotBeServed(String fact, String problem) {
    assertThat(HaproxyFacts.read(USUAL + fact + "\n").problem(LIVE).orElse("")).contains(problem);
  }

  @Test
  void saysThatItReadsAnotherFile() {
    String said = USUAL.replace("same-file\n", "").replace("file /usr/local", "file /srv");
    assertThat(HaproxyFacts.read(said).problem(LIVE).orElse(""))
        .contains("ConfigPath = \"/srv/etc/haproxy/haproxy.cfg\"");
  }

  /// What a proxy says is input.
  @Test
  void takesNoLieForACapability() {
    String lies =
        "version 9999.1\nuid 0\nplace /tmp/x mode 777\nmaster\nfile /x\"\nfile a b\nend\n"
            + "x".repeat(5000);
    HaproxyFacts facts = HaproxyFacts.read(lies);
    assertThat(facts.capabilities()).isEqualTo(HaproxyCapabilities.BASELINE);
    assertThat(facts.problem(LIVE)).isEmpty();
    assertThat(HaproxyFacts.read("").complete()).isFalse();
  }
}
