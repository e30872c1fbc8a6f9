package io.sallyport.labels;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.IDN;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PunycodeTest {
  /// Samples of RFC 3492, section 7.1, and names of DNS.
  @ParameterizedTest
  @CsvSource({
    "straße, xn--strae-oqa",
    "faß, xn--fa-hia",
    "βόλος, xn--nxasmm1c",
    "نامه\u200cای, xn--mgba3gch31f060k",
    "😀, xn--e28h",
    "i❤️, xn--i-7iqv272g",
    "bücher, xn--bcher-kva",
    "ليهمابتكلموشعربي؟, xn--egbpdaj6bu4bxfgehfvwxn",
    "他们为什么不说中文, xn--ihqwcrb4cv8a8dqg056pqjye",
    "3年b組金八先生, xn--3b-ww4c5e180e575a65lsy2b",
    "-> $1.00 <-é, xn---> $1.00 <--lbb"
  })
  void encodesAsDnsHasIt(String label, String encoded) {
    assertThat(Punycode.encode(label)).isEqualTo(encoded);
  }

  @Test
  void isWhatTheJdkReadsBack() {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      StringBuilder label = new StringBuilder();
      int length = 1 + random.nextInt(12);
      for (int i = 0; i < length; i++) {
        label.append(
            (char)
                (random.nextBoolean()
                    ? 'a' + random.nextInt(26)
                    : 0x4e00 + random.nextInt(0x5000)));
      }
      label.append('中');
      assertThat(IDN.toUnicode(Punycode.encode(label.toString())))
          .as("seed %d", seed)
          .isEqualTo(label.toString());
    }
  }
}
