package io.huiyin.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.engine.task.Task;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.core.env.Environment;

/**
 * With {@code -Dhuiyin.forms.look=true} every story opens the form of each task that it comes to, once per form, as the
 * person who does it sees it: pictures lie in {@code target/forms}, and whatever does not fit or was not filled in fails
 * the story.
 */
@TestComponent
public class FormGallery {

  private static final boolean LOOKING = Boolean.getBoolean("huiyin.forms.look");
  private static final Path PICTURES = Path.of("target/forms");
  private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

  private final Environment environment;
  private final Clock clock;

  FormGallery(Environment environment, Clock clock) {
    this.environment = environment;
    this.clock = clock;
  }

  /** Looks at the form of a task that this person holds, unless a form of that kind was looked at before. */
  public void show(Task task, String person) {
    if (!LOOKING || !SEEN.add(task.getTaskDefinitionKey())) {
      return;
    }
    var browser = new Browser(() -> environment.getRequiredProperty("local.server.port", int.class), clock::instant);
    browser.beforeEach(null);
    try {
      browser.size(1440, 2600);
      browser.open("tasklist", person, "/?task=" + task.getId());
      browser.reads(".hy-form", "");
      browser.until("the case is shown", () -> !browser.all(".hy-panel").isEmpty());
      browser.save(PICTURES.resolve(task.getTaskDefinitionKey().replace("userTask_", "") + ".png"));
      var form = browser.find(".hy-form");
      assertThat(form.getText()).as(task.getName()).doesNotContain("undefined", "null", "NaN", "[object");
      assertThat(browser.overflowing(".hy-form")).as("what does not fit in %s", task.getName()).isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      browser.afterEach(null);
    }
  }
}
