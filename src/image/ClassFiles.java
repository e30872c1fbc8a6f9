import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Gives class files of Java 5 and before, such as picocli's, the form of Java 8's: their instructions as they are, and
/// with them the stack maps that Java 6 brought. Java keeps classes without them out of its AOT cache.
///
/// Only the build of the image runs it; why, says docs/decisions/0011-footprint.md.
final class ClassFiles {
  private static final String NOTE = "Class files brought into the form of Java 8 for Sallyport's image; else unchanged.";

  /// @param jars of which those that hold such class files are written anew, with a note
  public static void main(String[] jars) throws IOException {
    for (String name : jars) {
      Path jar = Path.of(name);
      Path written = Path.of(name + ".new");
      boolean old;
      try (JarFile from = new JarFile(jar.toFile());
          ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(written))) {
        old = copy(from, to);
      }
      if (old) {
        Files.move(written, jar, StandardCopyOption.REPLACE_EXISTING);
        System.out.println(jar.getFileName() + ": " + NOTE);
      } else {
        Files.delete(written);
      }
    }
  }

  /// @return true when something is new
  private static boolean copy(JarFile from, ZipOutputStream to) throws IOException {
    ClassFile form = ClassFile.of(
        StackMapsOption.GENERATE_STACK_MAPS,
        ClassHierarchyResolverOption.of(
            ClassHierarchyResolver.ofResourceParsing(named -> open(from, named))
                .orElse(ClassHierarchyResolver.defaultResolver())));
    boolean anew = false;
    to.setComment(NOTE);
    for (JarEntry entry : Collections.list(from.entries())) {
      byte[] content = from.getInputStream(entry).readAllBytes();
      if (entry.getName().endsWith(".class")) {
        ClassModel read = form.parse(content);
        if (read.majorVersion() < ClassFile.JAVA_6_VERSION) {
          content = form.transformClass(read, everyInstruction().andThen(version()));
          anew = true;
        }
      }
      ZipEntry same = new ZipEntry(entry.getName());
      same.setTime(entry.getTime());
      to.putNextEntry(same);
      to.write(content);
    }
    return anew;
  }

  /// Methods that are handed on as a whole would not get stack maps.
  private static ClassTransform everyInstruction() {
    return ClassTransform.transformingMethodBodies((code, instruction) -> code.with(instruction));
  }

  private static ClassTransform version() {
    return (type, element) -> {
      if (element instanceof ClassFileVersion) {
        type.withVersion(ClassFile.JAVA_8_VERSION, 0);
      } else {
        type.with(element);
      }
    };
  }

  private static InputStream open(JarFile jar, ClassDesc named) {
    String path = named.descriptorString().replaceAll("^L|;$", "") + ".class";
    JarEntry entry = jar.getJarEntry(path);
    try {
      return entry == null ? null : jar.getInputStream(entry);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
