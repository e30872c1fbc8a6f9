package io.sallyport.labels;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.IDN;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InternationalNameTest {
  @ParameterizedTest
  @CsvSource({
    "münchen.example, xn--mnchen-3ya.example",
    "MÜNCHEN.example, xn--mnchen-3ya.example",
    "mu\u0308nchen.example, xn--mnchen-3ya.example",
    "ｓｈｏｐ．example, shop.example",
    "日本語｡example, xn--wgv71a119e.example",
    "*.bücher.example, *.xn--bcher-kva.example",
    "xn--strae-oqa.example, xn--strae-oqa.example"
  })
  void isTakenWhereThereIsNoDoubt(String text, String name) {
    assertThat(LabelGrammar.HOST_NAME.parse(text)).contains(name);
  }

  @ParameterizedTest
  @CsvSource({
    "straße.example, xn--strae-oqa.example",
    "STRAßE.example, xn--strae-oqa.example",
    "*.straße.example., *.xn--strae-oqa.example",
    "ß-ä-ö-ü.de, xn------4ka0a3ivb.de",
    "βόλος.example, xn--nxasmm1c.example",
    "نامه\u200cای.example, xn--mgba3gch31f060k.example",
    "😀.example, xn--e28h.example",
    "❤️.example, xn--qei.example"
  })
  void isNotTakenForAnotherOne(String text, String name) {
    assertThat(LabelGrammar.HOST_NAME.parse(text)).isEmpty();
    assertThat(InternationalName.instead(text).orElseThrow()).endsWith("`" + name + "`");
    assertThat(LabelGrammar.HOST_NAME.parse(name)).contains(name);
  }

  /// Nothing is to be written where nobody can see what is meant, or it is no name at all.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sh\u00adop.example",
        "sh\u200bop.example",
        "ａ\u202e.example",
        "é é.example",
        "shop example",
        ""
      })
  void isNotGuessed(String text) {
    assertThat(LabelGrammar.HOST_NAME.parse(text)).isEmpty();
    assertThat(InternationalName.instead(text)).isEmpty();
  }

  /// Each letter by itself and beside others: what is taken is what Unicode folds together today.
  @Test
  void neverMakesTwoNamesOne() {
    Map<String, String> folded = new HashMap<>();
    for (int point = 0x80; point < 0x20000; point++) {
      if (!Character.isDefined(point) || Character.getType(point) == Character.SURROGATE) {
        continue;
      }
      String text = "a" + Character.toString(point) + "b.example";
      Optional<String> name = LabelGrammar.HOST_NAME.parse(text);
      if (name.isPresent()) {
        String today =
            Normalizer.normalize(
                Normalizer.normalize(text, Form.NFKC).replace('。', '.').toLowerCase(Locale.ROOT),
                Form.NFKC);
        String before = folded.putIfAbsent(name.get(), today);
        assertThat(
                before == null || before.equals(today) || IDN.toUnicode(name.get()).equals(today))
            .as("U+%04X", point)
            .isTrue();
      }
    }
    assertThat(folded).hasSizeGreaterThan(30_000);
  }
}
