package io.sallyport.labels;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.labels.LabelGrammar.Verification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelGrammarTest {
  @ParameterizedTest
  @CsvSource({
    "shop.example.com, shop.example.com",
    "Shop.EXAMPLE.com., shop.example.com",
    "localhost, localhost",
    "_dmarc.example.com, _dmarc.example.com",
    "192.0.2.1, 192.0.2.1",
    "*.example.com, *.example.com",
    "xn--bcher-kva.example, xn--bcher-kva.example",
    "bücher.example, xn--bcher-kva.example",
    "BÜCHER。EXAMPLE, xn--bcher-kva.example",
    "ｓｈｏｐ.example, shop.example",
    "' shop.example\n', shop.example"
  })
  void bringsHostNamesIntoOneForm(String text, String name) {
    assertThat(LabelGrammar.HOST_NAME.parse(text))
        .isEqualTo(LabelGrammar.HOST_NAME.parse(name))
        .hasValue(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "*",
        "**",
        "*.",
        "a.*",
        "*a.b",
        ".a",
        "a..b",
        "-a",
        "a-.b",
        "a b",
        "a;b",
        "a{b",
        "a\"b",
        "a'b",
        "a\\b",
        "a$b",
        "a#b",
        "a/b",
        "a:80",
        "~a",
        "a\nb",
        "sho\u00adp.example",
        "shop\u200b.example",
        "a\u0000b",
        "a\u2028b",
        "a。。b",
        "[::1]",
        "\ud800",
        "a\ud800",
        "。",
        "😀.example",
        "%61"
      })
  void refusesWhatIsNoHostName(String text) {
    assertThat(LabelGrammar.HOST_NAME.parse(text)).isEmpty();
  }

  @Test
  void measuresNames() {
    String label = "a".repeat(63);
    String longest = (label + ".").repeat(3) + "a".repeat(61);

    assertThat(LabelGrammar.HOST_NAME.parse(label)).isPresent();
    assertThat(LabelGrammar.HOST_NAME.parse(label + "a")).isEmpty();
    assertThat(longest).hasSize(253);
    assertThat(LabelGrammar.HOST_NAME.parse(longest)).isPresent();
    assertThat(LabelGrammar.HOST_NAME.parse(longest + ".")).isPresent();
    assertThat(LabelGrammar.HOST_NAME.parse(longest + "a")).isEmpty();
    assertThat(LabelGrammar.HOST_NAME.parse("ü".repeat(100_000))).isEmpty();
  }

  @Test
  void takesAStarAloneOnlyBeforeADomain() {
    assertThat(LabelGrammar.HOST_PART.parse("*")).hasValue("*");
    assertThat(LabelGrammar.HOST_NAME.parse("*")).isEmpty();
    assertThat(LabelGrammar.EXACT_NAME.parse("*.example.com")).isEmpty();
    assertThat(LabelGrammar.EXACT_NAME.parse("example.com")).isPresent();
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "80, 80", "00080, 80", "65535, 65535", "' 80\u00a0', 80", "'80\n', 80"})
  void readsPorts(String text, int port) {
    assertThat(LabelGrammar.PORT.parse(text)).hasValue(port);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0", "65536", "000080", "-1", "+80", "8 0", "8e1", "0x50", "٣", "80;"})
  void refusesWhatIsNoPort(String text) {
    assertThat(LabelGrammar.PORT.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "true", "TRUE", "yes", "on", "1", " true\n"})
  void readsTrue(String text) {
    assertThat(LabelGrammar.FLAG.parse(text)).hasValue(true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "False", "no", "off", "0"})
  void readsFalse(String text) {
    assertThat(LabelGrammar.FLAG.parse(text)).hasValue(false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"maybe", "2", "truefalse", "t", "null", "true;"})
  void guessesNoFlag(String text) {
    assertThat(LabelGrammar.FLAG.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.pem",
        "a/b.pem",
        "/etc/a.pem",
        "/run/secrets/a",
        "a@b+c=d~e,f:g*h.pem",
        "devices/a",
        "/device/a",
        "..a",
        "a..",
        "a..b/c"
      })
  void takesFiles(String text) {
    assertThat(LabelGrammar.FILE_NAME.parse(text)).hasValue(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "a/",
        ".",
        "..",
        "./a",
        "../a",
        "a/../b",
        "/..",
        "a/.",
        "a b",
        "a;b",
        "a{b",
        "$a",
        "a\"",
        "a'",
        "a\\b",
        "a#b",
        "a\nb",
        "a\u0000",
        "ä.pem",
        "a`b",
        "/dev/zero",
        "//dev/zero",
        "/dev",
        "/proc/self/environ",
        "/sys/a",
        "a%b",
        "(a)",
        "a|b",
        "<a>"
      })
  void refusesWhatIsNoFile(String text) {
    assertThat(LabelGrammar.FILE_NAME.parse(text)).isEmpty();
  }

  @Test
  void measuresFiles() {
    assertThat(LabelGrammar.FILE_NAME.parse("a".repeat(1024))).isPresent();
    assertThat(LabelGrammar.FILE_NAME.parse("a".repeat(1025))).isEmpty();
  }

  @Test
  void readsNetworksAndVerification() {
    assertThat(LabelGrammar.NETWORK_NAME.parse("shop_default")).isPresent();
    assertThat(LabelGrammar.NETWORK_NAME.parse("_shop")).isEmpty();
    assertThat(LabelGrammar.NETWORK_NAME.parse("a b")).isEmpty();
    assertThat(LabelGrammar.NETWORK_NAME.parse("a".repeat(256))).isEmpty();
    assertThat(LabelGrammar.VERIFICATION.parse("None")).hasValue(Verification.NONE);
    assertThat(LabelGrammar.VERIFICATION.parse(" required ")).hasValue(Verification.REQUIRED);
    assertThat(LabelGrammar.VERIFICATION.parse("")).isEmpty();
    assertThat(LabelGrammar.VERIFICATION.parse("optional")).isEmpty();
  }
}
