package io.sallyport.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectiveTest {
  @Test
  void readsWordsQuotesCommentsAndBlocks() {
    String text =
        """
        user nginx; # a { comment
        http { server { server_name a.b "c \\"d\\\\ # ;" 'e{}'; return 301 https://${host}x; } }
        """;

    assertThat(Directive.parse(text))
        .containsExactly(
            directive("user", "nginx"),
            new Directive(
                List.of("http"),
                List.of(
                    new Directive(
                        List.of("server"),
                        List.of(
                            directive("server_name", "a.b", "c \"d\\ # ;", "e{}"),
                            directive("return", "301", "https://${host}x"))))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "a {", "a; }", "{ }", "a \"b\"c;", "a \"b;", "a { b }", ";", "a \"b\n;"})
  void refusesWhatNginxRefuses(String text) {
    assertThatThrownBy(() -> Directive.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Directive directive(String... words) {
    return new Directive(List.of(words), List.of());
  }
}
