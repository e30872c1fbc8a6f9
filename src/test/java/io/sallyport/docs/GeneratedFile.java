package io.sallyport.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A document that a test writes from a table in the code.
public final class GeneratedFile {
  private GeneratedFile() {}

  /// Fails if the file differs from the text; with `-Dsallyport.regenerate=true`, writes it first.
  ///
  /// @param test the one to run for that
  public static void isCurrent(Path file, String text, Class<?> test) throws IOException {
    if (Boolean.getBoolean("sallyport.regenerate")) {
      Files.writeString(file, text);
    }
    assertThat(Files.readString(file))
        .withFailMessage(
            file
                + " is stale: mvn test -Dtest="
                + test.getSimpleName()
                + " -Dsallyport.regenerate=true")
        .isEqualTo(text);
  }
}
