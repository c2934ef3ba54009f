package io.huiyin.archive;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;

/**
 * Completes the search index at the start. With {@code --huiyin.archive.rebuild-search-and-exit=true} the application
 * reads all case files anew and ends.
 */
@Component
class SearchIndexCommand implements ApplicationRunner {

  private final SearchIndex index;
  private final boolean rebuild;
  private final ApplicationContext application;

  SearchIndexCommand(SearchIndex index, @Value("${huiyin.archive.rebuild-search-and-exit:false}") boolean rebuild,
      ApplicationContext application) {
    this.index = index;
    this.rebuild = rebuild;
    this.application = application;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    if (rebuild) {
      System.out.printf("检索索引已重建：%d 份档案%n", index.rebuild());
      System.exit(SpringApplication.exit(application));
    }
    index.complete();
  }
}
