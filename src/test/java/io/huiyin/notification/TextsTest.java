package io.huiyin.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {

  private final Texts texts = new Texts(new NotificationSettings("kefu@huiyin.example", "客户服务中心", "客户服务热线",
      URI.create("http://127.0.0.1:8080"), ZoneId.of("Asia/Shanghai"), LocalTime.of(21, 0), LocalTime.of(8, 0),
      Set.of(), null, Set.of(), null, Duration.ofSeconds(10)));

  @ParameterizedTest
  @EnumSource
  void everyTextSaysAllItsFactsAndNoPlaceholderIsLeft(NoticeEvent event) {
    var values = event.placeholders().stream().collect(Collectors.toMap(Function.identity(), name -> "值" + name));
    var text = texts.render(event, values);

    assertThat(text.subject()).contains("值number").doesNotContain("{", "}");
    assertThat(text.body()).doesNotContain("{", "}");
    assertThat(Stream.concat(event.required().stream(), event.optional().stream()))
        .allSatisfy(name -> assertThat(text.subject() + text.body()).contains("值" + name));
  }

  @ParameterizedTest
  @EnumSource
  void aLineWhoseOptionalFactIsMissingIsLeftOut(NoticeEvent event) {
    var values = new HashMap<String, String>();
    Stream.concat(NoticeEvent.ALWAYS.stream(), event.required().stream()).forEach(name -> values.put(name, "值" + name));
    var text = texts.render(event, values);

    assertThat(text.body()).doesNotContain("{", "null", "\n\n\n");
    assertThat(event.required()).allSatisfy(name -> assertThat(text.subject() + text.body()).contains("值" + name));
  }

  @Test
  void aTextForStaffTakesNothingThatTellsWhoTheCustomerIs() {
    assertThat(Stream.of(NoticeEvent.values()).filter(event -> event.audience() == NoticeEvent.Audience.STAFF))
        .allSatisfy(event -> assertThat(event.placeholders()).isSubsetOf("number", "name", "sender", "contact", "app",
            "task", "due", "priority", "by", "clock", "holder", "explanation", "reason", "severity", "category", "unit",
            "documents", "decision", "split"));
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "【待办】{task}\n\n{name}，电话 {customerPhone}",
      "【待办】{customerName}\n\n{task}",
      "【待办】{task} {due}\n\n{name}",
      "【待办】{task}\n{name}\n{due}",
      "【待办】{task}",
  })
  void aTextThatTheEventCannotFillIsRefused(String source) {
    assertThatThrownBy(() -> Texts.check(NoticeEvent.TASK_ASSIGNED, source))
        .isInstanceOf(IllegalStateException.class).hasMessageContaining("notices/TASK_ASSIGNED.txt");
  }

  @Test
  void aMomentIsWrittenAsLocalTime() {
    assertThat(body(Map.of("due", "2026-11-20T01:12:00Z"))).contains("办理期限：2026年11月20日 09:12");
    assertThat(body(Map.of("due", "2026-11-20T09:12:30+08:00"))).contains("办理期限：2026年11月20日 09:12");
    assertThat(body(Map.of("due", "今日下班前"))).contains("办理期限：今日下班前");
  }

  @Test
  void aValueIsDataAndNeverATemplate() {
    assertThat(body(Map.of("by", "{app} $1 \\0 {{7*7}} <img onerror=x>")))
        .contains("派发人：{app} $1 \\0 {{7*7}} <img onerror=x>");
  }

  @Test
  void aSubjectIsOneLineWhateverTheFactHolds() {
    var text = texts.render(NoticeEvent.TASK_ASSIGNED, Map.of("number", "20260924-CS-0001", "name", "王经理",
        "app", "http://127.0.0.1:8080", "task", "受理\r\nBcc: thief@example.com\u2028\n\n附件\u0000\u0085完"));

    assertThat(text.subject()).isEqualTo("【待办】受理 Bcc: thief@example.com 附件 完（20260924-CS-0001）");
  }

  private String body(Map<String, String> facts) {
    var values = new HashMap<>(facts);
    values.putAll(Map.of("number", "20260924-CS-0001", "name", "王经理", "app", "http://127.0.0.1:8080", "task", "受理定级"));
    return texts.render(NoticeEvent.TASK_ASSIGNED, values).body();
  }
}
