package io.sallyport.labels;

import java.util.Optional;

/// A port that the proxies listen on.
public record PortClaim(Protocol protocol, int port) implements Claim {

  /// What is spoken on a port.
  public enum Protocol {
    TCP("tcp"),
    UDP("udp");

    private final String word;

    Protocol(String word) {
      this.word = word;
    }
  }

  /// As [#text] wrote it; nothing where the text is of no port.
  public static Optional<PortClaim> parse(String text) {
    for (Protocol protocol : Protocol.values()) {
      String prefix = protocol.word + "/";
      if (text.startsWith(prefix)) {
        return LabelGrammar.PORT
            .parse(text.substring(prefix.length()))
            .map(port -> new PortClaim(protocol, port))
            .filter(claim -> claim.text().equals(text));
      }
    }
    return Optional.empty();
  }

  @Override
  public String text() {
    return protocol.word + "/" + port;
  }
}
