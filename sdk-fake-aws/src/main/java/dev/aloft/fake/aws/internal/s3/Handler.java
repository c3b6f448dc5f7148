package dev.aloft.fake.aws.internal.s3;

import dev.aloft.fake.Answer;
import java.io.IOException;

/** What is done for an operation. */
@FunctionalInterface
interface Handler {
  Answer handle(Call call) throws IOException;
}
