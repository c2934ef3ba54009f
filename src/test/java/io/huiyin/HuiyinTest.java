package io.huiyin;

import com.icegreen.greenmail.util.GreenMail;
import io.huiyin.archive.TimeStampServer;
import io.huiyin.bench.Statements;
import io.huiyin.story.Coverage;
import io.huiyin.story.Story;
import io.huiyin.story.WaitStates;
import io.huiyin.browser.FormGallery;
import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.util.FileSystemUtils;

/**
 * The whole application on a real PostgreSQL and a real SMTP server, shared by all tests that ask for it. The engine's
 * own workers rest: the tests move the one clock, and what falls due happens then.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = {
    "huiyin.data-dir=target/test-data",
    "huiyin.database.port=0",
    "huiyin.archive.inspection.sample-size=0", // months pass in a story; who wants an inspection starts one
    "camunda.bpm.job-execution.enabled=false"})
@ContextConfiguration(initializers = HuiyinTest.Mail.class)
@Import({Story.class, WaitStates.class, FormGallery.class, Coverage.class, Statements.class})
@ExtendWith(Coverage.Witness.class)
public @interface HuiyinTest {

  /** One mail server and one time stamp authority for the whole run, on free ports. */
  class Mail implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    public static final GreenMail SERVER = new PromptMailServer(0);

    /** The authority that stamps the daily roots; it goes by the one clock. */
    public static final TimeStampServer AUTHORITY = new TimeStampServer();

    static {
      FileSystemUtils.deleteRecursively(new File("target/test-data")); // what an earlier run left
      SERVER.start();
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
      TestPropertyValues.of("spring.mail.host=127.0.0.1", "spring.mail.port=" + SERVER.getSmtp().getPort(),
          "huiyin.archive.time-stamp.url=" + AUTHORITY.url(),
          "huiyin.archive.time-stamp.certificate=" + AUTHORITY.trusted()).applyTo(context);
      AUTHORITY.goesBy(() -> context.getBean(VirtualClock.class).instant());
    }
  }
}
