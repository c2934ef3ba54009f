package io.huiyin.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.ExecutionInfo;
import net.ttddyy.dsproxy.QueryInfo;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;
import net.ttddyy.dsproxy.support.ProxyDataSource;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestComponent;

/** Every SQL statement that the application sends, counted as the server executes it: a batch of five counts five. */
@TestComponent
public class Statements implements BeanPostProcessor, QueryExecutionListener {

  private static final Pattern TABLE = Pattern.compile("(?:from|into|update)\\s+([a-z_.]+)");

  /** One execution; {@code caller} is where in our code it came from, innermost first. */
  public record Statement(String sql, int count, String caller) {

    /** Verb and main table, as in {@code select act_ru_variable}. */
    String operation() {
      var text = sql.strip().toLowerCase();
      var matcher = TABLE.matcher(text);
      return text.split("\\s", 2)[0] + " " + (matcher.find() ? matcher.group(1) : "");
    }
  }

  private volatile List<Statement> recorded;

  /** What the current thread's work sends to the database. */
  public List<Statement> of(Runnable work) {
    recorded = java.util.Collections.synchronizedList(new ArrayList<>());
    try {
      work.run();
      return List.copyOf(recorded);
    } finally {
      recorded = null;
    }
  }

  static int count(List<Statement> statements) {
    return statements.stream().mapToInt(Statement::count).sum();
  }

  static Map<String, Integer> byOperation(List<Statement> statements) {
    var sums = new TreeMap<String, Integer>();
    statements.forEach(statement -> sums.merge(statement.operation(), statement.count(), Integer::sum));
    return sums;
  }

  /** A data source whose statements are counted. */
  DataSource counting(DataSource source) {
    return ProxyDataSourceBuilder.create(source).listener(this).build();
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    return bean instanceof DataSource source && !(bean instanceof ProxyDataSource) ? counting(source) : bean;
  }

  @Override
  public void beforeQuery(ExecutionInfo execution, List<QueryInfo> queries) {
  }

  @Override
  public void afterQuery(ExecutionInfo execution, List<QueryInfo> queries) {
    var list = recorded;
    if (list != null) {
      queries.forEach(query -> list.add(new Statement(query.getQuery(),
          Math.max(1, query.getParametersList().size()), caller())));
    }
  }

  private static String caller() {
    return StackWalker.getInstance().walk(frames -> frames.filter(frame -> frame.getClassName().startsWith("io.huiyin")
            && !frame.getClassName().contains("bench") && !frame.getClassName().contains("story")
            && !frame.getClassName().contains("$$"))
        .limit(4).map(frame -> frame.getClassName().replaceAll(".*\\.", "") + "." + frame.getMethodName() + ":"
            + frame.getLineNumber())
        .reduce((inner, outer) -> inner + " < " + outer).orElse("engine"));
  }
}
