package io.sallyport.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The daemon's status address, in a file of the temporary directory: `healthcheck` connects there,
/// whichever settings the daemon was started with or has changed to since.
final class StatusAddressFile {
  private static final Logger LOG = LoggerFactory.getLogger(StatusAddressFile.class);
  private static final String NAME = "sallyport.address";

  private StatusAddressFile() {}

  /// A read-only file system is no reason not to run.
  static void note(InetSocketAddress address) {
    try {
      Path written = Files.createTempFile(file().getParent(), NAME, "");
      Files.writeString(written, ListenAddress.text(address));
      Files.move(written, file(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException unwritable) {
      LOG.debug("The status address cannot be noted for `healthcheck`", unwritable);
    }
  }

  static Optional<InetSocketAddress> read() {
    try {
      return Optional.of(ListenAddress.parse(Files.readString(file()).strip()));
    } catch (IOException | RuntimeException none) {
      return Optional.empty();
    }
  }

  static void forget() {
    try {
      Files.deleteIfExists(file());
    } catch (IOException gone) {
      LOG.debug("The noted status address stays", gone);
    }
  }

  private static Path file() {
    return Path.of(System.getProperty("java.io.tmpdir"), NAME);
  }
}
