package dev.aloft.gcp;

import dev.aloft.error.Blame;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one kind of answer means.
 *
 * @param code the canonical code
 * @param operations the vendor's operations that it is about; empty for all
 * @param marks words of the reason or the text, in lower case, one of which must be there; empty
 *     for any
 * @param means the portable code
 * @param effect what was done all the same
 * @param blame whose move it is; null for the code's usual
 * @param words what to say before the service's own text; empty for nothing
 */
record ErrorRule(
    String code,
    List<String> operations,
    List<String> marks,
    ErrorCode means,
    Effect effect,
    @Nullable Blame blame,
    String words) {

  ErrorRule {
    operations = List.copyOf(operations);
    marks = List.copyOf(marks);
  }

  static ErrorRule of(String code, ErrorCode means) {
    return new ErrorRule(code, List.of(), List.of(), means, Effect.NONE, null, "");
  }

  ErrorRule on(String... vendorOperations) {
    return new ErrorRule(code, List.of(vendorOperations), marks, means, effect, blame, words);
  }

  ErrorRule with(String... words) {
    return new ErrorRule(code, operations, List.of(words), means, effect, blame, this.words);
  }

  ErrorRule leaving(Effect what) {
    return new ErrorRule(code, operations, marks, means, what, blame, words);
  }

  ErrorRule blaming(Blame whom) {
    return new ErrorRule(code, operations, marks, means, effect, whom, words);
  }

  ErrorRule saying(String what) {
    return new ErrorRule(code, operations, marks, means, effect, blame, what);
  }

  boolean matches(GcpAnswer answer) {
    if (!code.equals(answer.code())
        || !(operations.isEmpty() || operations.contains(answer.operation()))) {
      return false;
    }
    String said = (answer.reason() + " " + answer.text()).toLowerCase(Locale.ROOT);
    return marks.isEmpty() || marks.stream().anyMatch(said::contains);
  }
}
