package io.sallyport.traffic;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.dockerjava.api.command.BuildImageResultCallback;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;

/// Images of Nginx as others build them, made from the one that is here. Each is a Dockerfile in
/// `src/test/resources/traffic/images`.
final class StandIn {
  private StandIn() {}

  /// Builds it, at once where that was done before.
  ///
  /// @param files to copy into it, by their own names
  /// @return the image's name
  static String of(String name, Path... files) {
    try (InputStream text =
        StandIn.class.getResourceAsStream("/traffic/images/" + name + ".Dockerfile")) {
      Path folder = Files.createTempDirectory("stand-in");
      String lines = new String(Objects.requireNonNull(text, name).readAllBytes(), UTF_8);
      Files.writeString(folder.resolve("Dockerfile"), lines);
      for (Path file : files) {
        Files.copy(file, folder.resolve(file.getFileName().toString()));
      }
      String image = "sallyport-test/" + name + ":latest";
      Nginx.DOCKER
          .buildImageCmd(folder.toFile())
          .withTags(Set.of(image))
          .exec(new BuildImageResultCallback())
          .awaitImageId();
      return image;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
