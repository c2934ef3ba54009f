package io.huiyin.archive;

import io.huiyin.identity.AccessLog;
import io.huiyin.identity.Person;
import java.io.PrintStream;
import java.util.Set;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;

/**
 * Started with {@code --huiyin.archive.new-root-file-and-exit=true} the application begins a new root file from the
 * database, puts that on record in the access log, and ends. The old file stays beside it.
 */
@Component
@ConditionalOnProperty("huiyin.archive.new-root-file-and-exit")
class NewRootFileCommand implements ApplicationRunner {

  private final DailyRoots roots;
  private final AccessLog log;
  private final ApplicationContext application;

  NewRootFileCommand(DailyRoots roots, AccessLog log, ApplicationContext application) {
    this.roots = roots;
    this.log = log;
    this.application = application;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    begin(System.out);
    System.exit(SpringApplication.exit(application));
  }

  void begin(PrintStream out) {
    log.record(new Person("system", "system", "", Set.of()), AccessLog.MANY, AccessLog.Action.EXPORT, AccessLog.NEW_ROOT_FILE);
    var old = roots.beginFile();
    out.printf("已按数据库另起存证文件，共 %d 次每日存证。%s请审计逐行核对另存的副本：新文件只证明今后%n", roots.count(),
        old.map(path -> "原来的文件留在 " + path.getFileName() + "。").orElse(""));
  }
}
