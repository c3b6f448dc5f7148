package dev.aloft.local.serving;

import dev.aloft.local.http.Request;
import java.util.Locale;

/** What requests say of their bodies. */
final class MediaTypes {
  static final String JSON = "application/json";
  static final String CSV = "text/csv";

  private static final String CURLS_OWN = "application/x-www-form-urlencoded";

  private MediaTypes() {}

  /** The type without its parameters, in lower case. */
  static String base(String contentType) {
    int semicolon = contentType.indexOf(';');
    return (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
        .trim()
        .toLowerCase(Locale.ROOT);
  }

  /** The type of a request; JSON where it says none, or what curl says when nobody told it. */
  static String jsonUnlessSaid(Request request) {
    String said = request.header("content-type");
    return said.isEmpty() || said.equals(CURLS_OWN) ? JSON : said;
  }

  /** Whether a caller would rather have CSV than JSON. */
  static boolean wantsCsv(String accept) {
    return base(accept).equals(CSV);
  }
}
