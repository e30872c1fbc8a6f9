package io.sallyport.labels;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.DidYouMean;
import io.sallyport.finding.Finding;
import io.sallyport.source.Container;
import io.sallyport.source.ContainerBuilder;
import io.sallyport.source.KeptLabels;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// A label that somebody mistyped never leaves a host without the protection that he meant, and is
/// never passed over in silence.
class NearMissTest {
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789_-. ";
  private static final int TWICE = 3_000;
  private static final InterlockDialect DIALECT = new InterlockDialect();

  static Stream<Label<?>> protecting() {
    return Label.all().stream().filter(Label::isProtecting);
  }

  @ParameterizedTest
  @MethodSource("protecting")
  void oneSlipLeavesTheContainerOut(Label<?> label) {
    for (String name : slips(name(label))) {
      expect(label, Label.PREFIX + name);
      expect(label, (Label.PREFIX + name).toUpperCase(Locale.ROOT));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "only_ssl, ssl_only",
    "ssl_client_verify, ssl_verify_client",
    "client-verify-ssl, ssl_verify_client",
    "Verify.SSL.Client.1, ssl_verify_client"
  })
  void theSameWordsInAnotherOrderLeaveTheContainerOut(String name, String meant) {
    Label<?> label =
        protecting().filter(each -> name(each).equals(meant)).findFirst().orElseThrow();
    expect(label, Label.PREFIX + name);
  }

  @ParameterizedTest
  @MethodSource("protecting")
  void twoSlipsOfALongNameLeaveTheContainerOut(Label<?> label) {
    assertThat(name(label)).hasSizeGreaterThanOrEqualTo(8);
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<String> once = List.copyOf(slips(name(label)));
    for (int i = 0; i < TWICE; i++) {
      List<String> twice = List.copyOf(slips(once.get(random.nextInt(once.size()))));
      String name = twice.get(random.nextInt(twice.size()));
      if (isTwoAway(LabelGrammar.bare(name), name(label)) && noOtherIsNearer(name)) {
        expect(label, Label.PREFIX + name, "seed " + seed);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("protecting")
  void aSlipInThePrefixLeavesTheContainerOut(Label<?> label) {
    for (String prefix : slips(Label.PREFIX)) {
      if (!LabelGrammar.bare(prefix).isEmpty()) {
        expect(label, prefix + name(label));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("protecting")
  void aNumberLeavesTheContainerOut(Label<?> label) {
    expect(label, label.key() + ".1");
    expect(label, label.key() + ".10");
    expect(label, label.key() + "1");
  }

  @ParameterizedTest
  @MethodSource("protecting")
  void oneWhoseValueIsNotTheLabelsIsSaid(Label<?> label) {
    for (String name : slips(name(label))) {
      Intents read = read(Label.PREFIX + name, "{\"}");

      assertThat(read.findings()).as(name).isNotEmpty();
    }
  }

  /// Of the two nearest, the second is the one that takes the value.
  @ParameterizedTest
  @CsvSource({
    "interlock.ssl_backend_, /certs/ca.pem",
    "interlock.ssl_backend_c, ca.pem",
    "interlock..ssl_only, true",
    "interlock.ssl_only., true",
    "interlock.sslonly, yes",
    "interlock.ssl-only, ''",
    "interlok.ssl_only, true",
    "INTERLOCK.SSL_ONLY, true",
    "interlockssl_only, true"
  })
  void leavesTheContainerOut(String key, String value) {
    assertThat(read(key, value).sites()).noneMatch(Intent::usable);
  }

  @Test
  void strangersAreNot() {
    for (String key : List.of("interlock.tls", "interlock.weigth", "com.example.ssl_only")) {
      assertThat(read(key, "true").sites()).as(key).allMatch(Intent::usable);
    }
  }

  private static void expect(Label<?> meant, String key, String... seed) {
    if (LabelKeys.isKnown(key)) {
      return;
    }
    assertThat(KeptLabels.keeps(key)).as(key).isTrue();
    Intents read = read(key, meant.example());
    assertThat(read.sites()).as("%s %s", key, List.of(seed)).noneMatch(Intent::usable);
    assertThat(read.findings())
        .as(key)
        .anyMatch(finding -> finding.code() == Finding.Code.BAD_VALUE);
  }

  private static Intents read(String key, String value) {
    Container container =
        ContainerBuilder.named("shop")
            .label("interlock.hostname", "shop.example.com")
            .label(key, value)
            .build();
    return DIALECT.read(container);
  }

  /// Two slips at one place may be three by this distance, or none.
  private static boolean isTwoAway(String name, String label) {
    int slips = DidYouMean.slips(name, label);
    return slips == 1 || slips == 2;
  }

  private static boolean noOtherIsNearer(String name) {
    Predicate<Label<?>> nearer =
        label -> !label.isProtecting() && DidYouMean.slips(name, name(label)) < 2;
    return Label.all().stream().noneMatch(nearer);
  }

  private static String name(Label<?> label) {
    return label.key().substring(Label.PREFIX.length());
  }

  /// All texts that are one letter away: left out, added, replaced, or two neighbours swapped.
  private static Set<String> slips(String name) {
    Set<String> slips = new LinkedHashSet<>();
    for (int i = 0; i <= name.length(); i++) {
      String before = name.substring(0, i);
      String after = name.substring(i);
      List<String> others = new ArrayList<>();
      LETTERS.chars().forEach(letter -> others.add(Character.toString(letter)));
      others.forEach(letter -> slips.add(before + letter + after));
      if (!after.isEmpty()) {
        slips.add(before + after.substring(1));
        others.forEach(letter -> slips.add(before + letter + after.substring(1)));
      }
      if (after.length() > 1) {
        slips.add(before + after.charAt(1) + after.charAt(0) + after.substring(2));
      }
    }
    slips.remove(name);
    return slips;
  }
}
