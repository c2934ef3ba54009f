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
 * file and every daily root, prints what does not fit, and ends with code 1 if anything was found.
 */
@Component
@ConditionalOnProperty("huiyin.archive.verify-and-exit")
class VerifyCommand implements ApplicationRunner {

  private final ArchiveAudit audit;
  private final DailyRoots roots;
  private final ApplicationContext application;

  VerifyCommand(ArchiveAudit audit, DailyRoots roots, ApplicationContext application) {
    this.audit = audit;
    this.roots = roots;
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
    var findings = roots.verify();
    findings.forEach(System.out::println);
    System.out.printf("已核验 %d 份档案，%d 份有问题；每日存证 %d 次，%d 处不符%n", checked.get(), broken.get(),
        roots.count(), findings.size());
    System.exit(SpringApplication.exit(application, () -> broken.get() == 0 && findings.isEmpty() ? 0 : 1));
  }
}
