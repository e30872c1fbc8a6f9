package io.sallyport.proxy.relay;

/// Words between angle brackets, in which what is special is written as `%` and two digits.
final class RelaySyntax {
  private RelaySyntax() {}

  static String word(String value) {
    StringBuilder word = new StringBuilder("<");
    for (int i = 0; i < value.length(); i++) {
      char next = value.charAt(i);
      boolean plain = next > ' ' && next < 0x7f && "<>%#".indexOf(next) < 0;
      word.append(plain ? String.valueOf(next) : "%%%02x".formatted((int) next));
    }
    return word.append('>').toString();
  }
}
