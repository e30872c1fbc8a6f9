package io.sallyport.proxy.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HaproxySyntaxTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "shop.example.com, shop.example.com",
        "/app/x:y@z, /app/x:y@z",
        "a b, 'a b'",
        "$HOME, '$HOME'",
        "#, '#'",
        "a\\, 'a\\'",
        "it's, 'it'\\''s'",
        "!x, '!x'",
        "}, '}'",
      })
  void writesOneWord(String value, String word) {
    assertThat(HaproxySyntax.word(value)).isEqualTo(word);
  }

  @Test
  void writesAnEmptyOne() {
    assertThat(HaproxySyntax.word("")).isEqualTo("''");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%[env(PATH)]", "a\nfrontend b", "a\r", "\u0000", "\u007f"})
  void refusesWhatQuotesDoNotHold(String value) {
    assertThatThrownBy(() -> HaproxySyntax.word(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be written");
  }
}
