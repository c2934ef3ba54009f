package io.huiyin.archive;

import java.io.PrintStream;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;

/**
 * The verification command: started with {@code --huiyin.archive.verify-and-exit=true} the application checks every case
 * file, its evidence, every daily root and the access log, prints what does not fit, and ends with code 1 if anything was found.
 */
@Component
@ConditionalOnProperty("huiyin.archive.verify-and-exit")
class VerifyCommand implements ApplicationRunner {

  private final CaseProof proof;
  private final ApplicationContext application;

  VerifyCommand(CaseProof proof, ApplicationContext application) {
    this.proof = proof;
    this.application = application;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    var exit = verify(System.out);
    System.exit(SpringApplication.exit(application, () -> exit));
  }

  /** The exit code. */
  int verify(PrintStream out) {
    var all = proof.verifyAll(out::println);
    out.printf("已核验 %d 份档案及其证据，%d 份有问题；每日存证 %d 次，%d 处不符%n", all.files(), all.broken(), all.roots(),
        all.inRoots());
    return all.intact() ? 0 : 1;
  }
}
