package io.sallyport.labels;

/// Labels of host names as DNS has them: `xn--` and the encoding of RFC 3492. Nothing is mapped.
final class Punycode {
  private static final String PREFIX = "xn--";
  private static final int BASE = 36;
  private static final int T_MIN = 1;
  private static final int T_MAX = 26;
  private static final int SKEW = 38;
  private static final int DAMP = 700;
  private static final int INITIAL_BIAS = 72;
  private static final int INITIAL_N = 0x80;

  private Punycode() {}

  /// @param label lower case, and short: a label has 63 characters at most
  static String encode(String label) {
    int[] points = label.codePoints().toArray();
    StringBuilder encoded = new StringBuilder(PREFIX);
    for (int point : points) {
      if (point < INITIAL_N) {
        encoded.appendCodePoint(point);
      }
    }
    int basic = encoded.length() - PREFIX.length();
    if (basic > 0) {
      encoded.append('-');
    }
    int n = INITIAL_N;
    int delta = 0;
    int bias = INITIAL_BIAS;
    for (int done = basic; done < points.length; n++, delta++) {
      int next = next(points, n);
      delta += (next - n) * (done + 1);
      n = next;
      for (int point : points) {
        if (point < n) {
          delta++;
        } else if (point == n) {
          append(encoded, delta, bias);
          bias = adapt(delta, done + 1, done == basic);
          delta = 0;
          done++;
        }
      }
    }
    return encoded.toString();
  }

  /// The least code point that is at least `n`.
  private static int next(int[] points, int n) {
    int least = Integer.MAX_VALUE;
    for (int point : points) {
      if (point >= n && point < least) {
        least = point;
      }
    }
    return least;
  }

  private static void append(StringBuilder encoded, int delta, int bias) {
    int rest = delta;
    for (int k = BASE; ; k += BASE) {
      int threshold = k <= bias ? T_MIN : Math.min(T_MAX, k - bias);
      if (rest < threshold) {
        encoded.append(digit(rest));
        return;
      }
      encoded.append(digit(threshold + (rest - threshold) % (BASE - threshold)));
      rest = (rest - threshold) / (BASE - threshold);
    }
  }

  private static int adapt(int delta, int points, boolean first) {
    int rest = first ? delta / DAMP : delta / 2;
    rest += rest / points;
    int k = 0;
    for (; rest > ((BASE - T_MIN) * T_MAX) / 2; k += BASE) {
      rest /= BASE - T_MIN;
    }
    return k + (BASE - T_MIN + 1) * rest / (rest + SKEW);
  }

  private static char digit(int value) {
    return (char) (value < 26 ? 'a' + value : '0' + value - 26);
  }
}
