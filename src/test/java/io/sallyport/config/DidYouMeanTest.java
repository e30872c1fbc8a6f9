package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DidYouMeanTest {
  private static final List<String> KNOWN =
      List.of("interlock.ssl", "interlock.ssl_cert", "interlock.ssl_cert_key", "Port", "PidPath");

  @ParameterizedTest
  @CsvSource({
    "Prot, Port", // swapped
    "Por, Port", // left out
    "Portt, Port", // added
    "Porz, Port", // replaced
    "PORT, Port",
    "pidpaht, PidPath",
    "interlock.ssl-cert, interlock.ssl_cert",
    "interlock.sslcert, interlock.ssl_cert",
    "interlok.ssl_cert_kye, interlock.ssl_cert_key"
  })
  void findsTheNearest(String word, String meant) {
    assertThat(DidYouMean.among(KNOWN, word)).contains(meant);
    assertThat(DidYouMean.question(KNOWN, word)).isEqualTo("did you mean `" + meant + "`?");
  }

  @ParameterizedTest
  @CsvSource({"''", "x", "Pxxt", "traefik.enable", "Nonsense"})
  void suggestsNothingFarFetched(String word) {
    assertThat(DidYouMean.among(KNOWN, word)).isEmpty();
    assertThat(DidYouMean.question(KNOWN, word)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Prot, Port",
    "pid_path, PidPath",
    "PidPaths, PidPath",
    "TrustedProxy, TrustedProxies",
    "Proxy, Proxies",
    "TrustdProxis, TrustedProxies"
  })
  void findsTheSlip(String word, String meant) {
    assertThat(DidYouMean.slipOf(List.of("Port", "PidPath", "Proxies", "TrustedProxies"), word))
        .contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"''", "Foo", "PluginConfig", "s", "y", "Path", "ProxyTimeout"})
  void takesNoStrangerForASlip(String word) {
    assertThat(DidYouMean.slipOf(List.of("Port", "User", "PidPath", "TrustedProxies"), word))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', 0",
    "'', abc, 3",
    "abc, '', 3",
    "abc, abc, 0",
    "abc, acb, 1",
    "ca, abc, 3",
    "kitten, sitting, 3"
  })
  void countsSlips(String from, String to, int slips) {
    assertThat(DidYouMean.slips(from, to)).isEqualTo(slips);
  }

  @Test
  void takesTheFirstOfEquallyNearOnes() {
    assertThat(DidYouMean.among(List.of("axc", "abx"), "abc")).contains("axc");
    assertThat(DidYouMean.among(List.of("abx", "axc"), "abc")).contains("abx");
  }
}
