package dev.aloft.fake.aws;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test an AWS of its own, on its class or on a parameter. Parameters may be {@link
 * AwsCloud}, an {@link dev.aloft.Aloft} and any client of the AWS SDK that are opened on it, {@link
 * dev.aloft.fake.FakeClock}, {@link dev.aloft.fake.Faults}, {@link dev.aloft.fake.Exchanges} and
 * {@link dev.aloft.fake.work.Images}.
 *
 * <p>Its time stands still until a test moves it, or the {@code Aloft} waits: then it goes on to
 * what happens next, so that waiting takes no time. A client that the test opens itself does the
 * same with {@code .timing(cloud.timing())}; for code that opens clients of its own there is {@link
 * #speed}. The {@code Aloft} stages to {@value #STAGING}.
 */
@Documented
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(FakeAwsExtension.class)
public @interface FakeAws {

  /** Where the {@code Aloft} stages; the bucket is there. */
  String STAGING = "s3://aloft-staging/tests";

  /** The region. */
  String region() default "us-east-1";

  /** The account. */
  String account() default "123456789012";

  /** Whether things take the time that they take on the real service, and not none. */
  boolean usualTimes() default false;

  /**
   * How many times as fast as real time its time runs by itself, for code under test that opens
   * clients of its own and waits: they wait in real time, 5 s at least between two looks. Default
   * 0: its time stands still.
   */
  double speed() default 0;
}
