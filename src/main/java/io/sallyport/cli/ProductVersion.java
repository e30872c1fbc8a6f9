package io.sallyport.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/// The version that the build was made from.
final class ProductVersion implements IVersionProvider {

  static String text() throws IOException {
    Properties build = new Properties();
    try (InputStream file = ProductVersion.class.getResourceAsStream("build.properties")) {
      if (file != null) {
        build.load(file);
      }
    }
    return build.getProperty("version", "unknown");
  }

  @Override
  public String[] getVersion() throws IOException {
    return new String[] {"sallyport " + text()};
  }
}
