package io.sallyport.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;

/// Standard error on a terminal, with one line below all others that says what goes on now. It is
/// taken away before anything else is written, so that nothing of it stays.
final class StatusLine extends PrintStream {
  private final Screen screen;

  private StatusLine(Screen screen, Charset charset) {
    super(screen, true, charset);
    this.screen = screen;
  }

  static StatusLine onStandardError() {
    return over(new FileOutputStream(FileDescriptor.err), System.err.charset());
  }

  static StatusLine over(OutputStream terminal, Charset charset) {
    return new StatusLine(new Screen(terminal, charset), charset);
  }

  /// Shows a text in place of the one before; an empty one takes it away.
  void show(String text) {
    try {
      screen.show(text);
    } catch (IOException gone) {
      setError(); // As a print stream does it.
    }
  }

  /// The terminal, and what stands in its last line.
  private static final class Screen extends OutputStream {
    /// What is longer would wrap, and only its last row could be taken away.
    private static final int WIDEST = 79;

    /// To the first column, and erase from there
    /// (https://invisible-island.net/xterm/ctlseqs/ctlseqs.html).
    private static final String ERASE = "\r\u001b[K";

    private final OutputStream terminal;
    private final Charset charset;
    private String shown = "";
    private boolean amidLine;

    Screen(OutputStream terminal, Charset charset) {
      this.terminal = terminal;
      this.charset = charset;
    }

    synchronized void show(String text) throws IOException {
      String next = text.length() > WIDEST ? text.substring(0, WIDEST) : text;
      if (amidLine || next.equals(shown)) {
        return;
      }
      shown = next;
      terminal.write((ERASE + next).getBytes(charset));
      terminal.flush();
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) throws IOException {
      if (length > 0) {
        show("");
        terminal.write(bytes, from, length);
        amidLine = bytes[from + length - 1] != '\n';
      }
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void flush() throws IOException {
      terminal.flush();
    }
  }
}
