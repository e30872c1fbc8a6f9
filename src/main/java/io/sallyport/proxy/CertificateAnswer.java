package io.sallyport.proxy;

import io.sallyport.certificates.CertificateFacts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What [FileQuestions#certificates] prints: of each file its number, the lines of its first
/// certificate, whether there are more, and its number again, which shows that the answer was not
/// cut off.
final class CertificateAnswer {
  private static final String FILE = "file ";

  private static final String END = "end ";

  private static final String MORE = "more";

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
    boolean more = false;
    for (String line : answer.split("\n", -1)) { // Content may have other ends of lines within it.
      if (number == files.size()) {
        break;
      } else if (line.indexOf(CONTENT) == 0) {
        content.append(line.substring(1).replace("\r", "")).append('\n');
      } else if (line.equals(FILE + number)) {
        content.setLength(0);
        more = false;
      } else if (line.equals(MORE)) {
        more = true;
      } else if (line.equals(END + number)) {
        Optional<CertificateFacts> first = CertificateFacts.of(content.toString());
        facts.put(files.get(number), more ? first.map(CertificateFacts::withOthers) : first);
        number++;
      }
    }
    return facts;
  }
}
