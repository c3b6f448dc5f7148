package dev.aloft;

import java.util.Map;

/**
 * Something that can show itself in a notebook. Known to no kernel; a kernel's adapter asks for the
 * bundle. {@code toString()} gives the one-line text.
 */
public interface RichView {

  /**
   * The renderings by MIME type, at least {@code text/plain} and {@code text/html}; binary values
   * are Base64 text. Never calls out.
   */
  Map<String, String> mimeBundle();
}
