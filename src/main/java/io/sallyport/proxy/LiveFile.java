package io.sallyport.proxy;

import io.sallyport.source.EngineException;
import java.util.function.LongFunction;

/// Puts a file together that is read from a proxy in parts, since an engine's answer to a command
/// is bounded. Parts are cut after whole lines, so that no letter is torn.
final class LiveFile {
  private static final int ATTEMPTS = 3;

  /// A configuration of 10,000 hosts is half of it.
  private static final int LONGEST = 32 * 1024 * 1024;

  private LiveFile() {}

  /// @param part from a line on, as [FileQuestions#part] prints it
  /// @throws EngineException when it is replaced again and again meanwhile, or has lines without
  ///   end
  static String read(LongFunction<String> part) {
    for (int i = 0; i < ATTEMPTS; i++) {
      StringBuilder text = new StringBuilder();
      if (readOnce(part, text)) {
        return text.toString();
      }
    }
    throw new EngineException("the configuration in the proxy changes while it is read");
  }

  /// @return false where the file was replaced meanwhile
  private static boolean readOnce(LongFunction<String> parts, StringBuilder text) {
    String checksum = "";
    long line = 1;
    while (true) {
      String answer = parts.apply(line);
      int head = answer.indexOf('\n') + 1;
      if (!checksum.isEmpty() && !answer.substring(0, head).equals(checksum)) {
        return false;
      }
      checksum = answer.substring(0, head);
      String part = answer.substring(head);
      int end = part.lastIndexOf('\n') + 1;
      if (end == 0) {
        if (part.length() >= FileQuestions.PART / 4) { // A letter has up to four bytes.
          throw new EngineException("the configuration in the proxy has a line that is too long");
        }
        text.append(part);
        return true;
      }
      text.append(part, 0, end);
      if (text.length() > LONGEST) {
        throw new EngineException("the configuration in the proxy is longer than 32 MiB");
      }
      line += part.substring(0, end).lines().count();
    }
  }
}
