package io.sallyport.proxy.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NginxSyntaxTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "shop.example.com",
        "*.example.com",
        "/etc/certs/a.pem",
        "[fd00::1]:80",
        "172.20.0.3:80",
        "HIGH:!aNULL:!MD5",
        "5m",
        "a@b+c=d,e_f-g"
      })
  void leavesPlainWordsAsTheyAre(String value) {
    assertThat(NginxSyntax.word(value)).isEqualTo(value);
  }

  @Test
  void quotesTheRest() {
    assertThat(NginxSyntax.word("")).isEqualTo("\"\"");
    assertThat(NginxSyntax.word("a b")).isEqualTo("\"a b\"");
    assertThat(NginxSyntax.word("a;b}{#")).isEqualTo("\"a;b}{#\"");
    assertThat(NginxSyntax.word("'a'")).isEqualTo("\"'a'\"");
    assertThat(NginxSyntax.word("~a")).isEqualTo("\"~a\"");
    assertThat(NginxSyntax.word("bücher")).isEqualTo("\"bücher\"");
  }

  @Test
  void escapesWhatEndsAQuoteOrALine() {
    assertThat(NginxSyntax.word("a\"b\\c")).isEqualTo("\"a\\\"b\\\\c\"");
    assertThat(NginxSyntax.word("a\nb\rc\td")).isEqualTo("\"a\\nb\\rc\\td\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"$host", "a${b}", "a\u0000", "\u001b[31m", "\u007f"})
  void refusesWhatCannotBeWritten(String value) {
    assertThatThrownBy(() -> NginxSyntax.word(value)).isInstanceOf(IllegalArgumentException.class);
  }
}
