package io.sallyport.proxy;

import io.sallyport.certificates.CertificateFacts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What [FileQuestions#certificates] prints: of each file its number, the lines of its first
/// certificate, and its number again, which shows that the answer was not cut off.
final class CertificateAnswer {
  private static final String FILE = "file ";

  private static final String END = "end ";

  /// Before each line of a file, so that no content is taken for the end of it or for another file.
  private static final char CONTENT = '=';

  private CertificateAnswer() {}

  /// What the certificates say, by file. Those that are left out are not in the answer.
  ///
  /// @param files in the order in which they were asked for
  static Map<String, Optional<CertificateFacts>> read(List<String> files, String answer) {
    Map<String, Optional<CertificateFacts>> facts = new TreeMap<>();
    int number = 0;
    StringBuilder content = new StringBuilder();
    for (String line : answer.split("\n", -1)) { // Content may have other ends of lines within it.
      if (number == files.size()) {
        break;
      } else if (line.indexOf(CONTENT) == 0) {
        content.append(line.substring(1).replace("\r", "")).append('\n');
      } else if (line.equals(FILE + number)) {
        content.setLength(0);
      } else if (line.equals(END + number)) {
        facts.put(files.get(number), CertificateFacts.of(content.toString()));
        number++;
      }
    }
    return facts;
  }
}
