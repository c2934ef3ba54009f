package io.huiyin.archive;

import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;

/**
 * The verification command: started with {@code --huiyin.archive.verify-and-exit=true} the application checks every case
 * file, prints what does not fit, and ends with code 1 if anything was found.
 */
@Component
@ConditionalOnProperty("huiyin.archive.verify-and-exit")
class VerifyCommand implements ApplicationRunner {

  private final ArchiveAudit audit;
  private final ApplicationContext application;

  VerifyCommand(ArchiveAudit audit, ApplicationContext application) {
    this.audit = audit;
    this.application = application;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    var checked = new AtomicInteger();
    var broken = new AtomicInteger();
    audit.verifyAll((number, result) -> {
      checked.incrementAndGet();
      if (!result.intact()) {
        broken.incrementAndGet();
        System.out.println(number + "：" + result.finding());
      }
    });
    System.out.printf("已核验 %d 份档案，%d 份有问题%n", checked.get(), broken.get());
    System.exit(SpringApplication.exit(application, () -> broken.get() == 0 ? 0 : 1));
  }
}
