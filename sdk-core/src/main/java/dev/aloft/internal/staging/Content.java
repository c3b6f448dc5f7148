package dev.aloft.internal.staging;

import dev.aloft.driver.Source;
import java.util.List;

/**
 * What an upload holds: one file, or a tree of files under one hash. Immutable.
 *
 * @param hash SHA-256 over the bytes of the one file, or over the paths and hashes of a tree, in
 *     hexadecimal
 * @param tree whether it is a directory
 * @param files the files, in order of their paths
 */
public record Content(String hash, boolean tree, List<File> files) {

  /** Copies the list. */
  public Content {
    files = List.copyOf(files);
  }

  /** How many bytes in all. */
  public long size() {
    return files.stream().mapToLong(File::size).sum();
  }

  /**
   * One file.
   *
   * @param path its name, or its path relative to the directory, with slashes
   * @param hash SHA-256 of its bytes, in hexadecimal; empty when that is not known before
   * @param source the bytes
   */
  public record File(String path, String hash, Source source) {

    /** How many bytes. */
    public long size() {
      return source.length();
    }
  }
}
