package io.sallyport.certificates;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Files that belong together: certificates, their keys, and whatever else lies beside them.
public final class CertificateSet {
  /// No files.
  public static final CertificateSet NONE = new CertificateSet(new TreeMap<>());

  private static final int DIGEST_BYTES = 6;

  private final SortedMap<String, String> files;
  private final SortedSet<String> directories;
  private final String problem;
  private final String digest;

  /// @param files bytes by name, each byte a character (ISO 8859-1), since they need not be text;
  ///   names have no slash in front and may have some within
  public CertificateSet(SortedMap<String, String> files) {
    this(files, new TreeSet<>(), "");
  }

  private CertificateSet(
      SortedMap<String, String> files, SortedSet<String> directories, String problem) {
    this.files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    this.directories = Collections.unmodifiableSortedSet(new TreeSet<>(directories));
    this.problem = problem;
    digest = digest(files);
  }

  /// An equal set, read from a place that has these directories.
  public CertificateSet in(SortedSet<String> others) {
    return new CertificateSet(files, others, problem);
  }

  /// An equal set, after which no other could be read.
  ///
  /// @param why empty where that is over
  public CertificateSet with(String why) {
    return problem.equals(why) ? this : new CertificateSet(files, directories, why);
  }

  /// Why a file may not be in it, though somebody put one there.
  public Optional<String> whyMissing(String name) {
    if (files.containsKey(name)) {
      return Optional.empty();
    } else if (directories.contains(name)) {
      return Optional.of("in CertSource it is a directory, not a file");
    }
    return Optional.of(problem)
        .filter(why -> !why.isEmpty())
        .map("CertSource cannot be used as it is now, so none of its new files are: %s"::formatted);
  }

  public SortedMap<String, String> files() {
    return files;
  }

  public boolean isEmpty() {
    return files.isEmpty();
  }

  /// Twelve hexadecimal digits of a SHA-256 over names and contents: equal files, equal digest.
  public String digest() {
    return digest;
  }

  /// Names of files that are not in the other set, or otherwise.
  public SortedSet<String> notIn(CertificateSet other) {
    SortedSet<String> names = new TreeSet<>();
    files.forEach((name, content) -> {
      if (!content.equals(other.files.get(name))) {
        names.add(name);
      }
    });
    return names;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CertificateSet set && set.digest.equals(digest);
  }

  @Override
  public int hashCode() {
    return digest.hashCode();
  }

  /// Without contents: some are keys.
  @Override
  public String toString() {
    return digest + " " + files.keySet();
  }

  private static String digest(SortedMap<String, String> files) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      files.forEach((name, content) -> {
        update(sha, name.getBytes(UTF_8));
        update(sha, content.getBytes(ISO_8859_1));
      });
      return HexFormat.of().formatHex(sha.digest(), 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }

  /// With its length, so that no two sets look alike when put together.
  private static void update(MessageDigest sha, byte[] part) {
    sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
    sha.update(part);
  }
}
