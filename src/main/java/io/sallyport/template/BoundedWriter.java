package io.sallyport.template;

import java.io.IOException;
import java.io.Writer;

/// Keeps text up to a length.
public final class BoundedWriter extends Writer {
  private final int longest;
  private final StringBuilder text = new StringBuilder();

  /// With room for so many characters.
  public BoundedWriter(int longest) {
    this.longest = longest;
  }

  /// Adds text.
  ///
  /// @throws IOException when there is no room for it
  @Override
  public void write(char[] characters, int from, int length) throws IOException {
    room(length);
    text.append(characters, from, length);
  }

  // Writer's own copies each text first.
  @Override
  public void write(String more, int from, int length) throws IOException {
    room(length);
    text.append(more, from, from + length);
  }

  @Override
  public void write(String more) throws IOException {
    room(more.length());
    text.append(more);
  }

  private void room(int length) throws IOException {
    if (text.length() + (long) length > longest) {
      throw new IOException("writes more than " + longest + " characters");
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}

  @Override
  public String toString() {
    return text.toString();
  }
}
