package io.huiyin.flow.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.huiyin.complaint.Channel;
import io.huiyin.complaint.FieldError;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormSpecTest {

  private static final FormSpec DECISION = FormSpec.parse("""
      <form role="form"><p class="hy-ask">请判断是否受理。</p>
      <hy-earlier name="opinion" label="意见"></hy-earlier>
      <fieldset><hy-field name="acceptance" label="受理结论" type="radio" required routing>
        <option value="ACCEPTED">受理</option><option value="DECLINED">不予受理</option></hy-field></fieldset>
      <hy-field name="unit" label="责任单位" type="unit" required routing show-when="acceptance=ACCEPTED"></hy-field>
      <hy-field name="reason" label="理由" type="textarea" required maxlength="10" show-when="acceptance=DECLINED">
      </hy-field>
      <hy-field name="note" label="备注" type="text" required-when="acceptance=DECLINED;sensitive=true"></hy-field>
      <hy-field name="sensitive" label="敏感" type="checkbox" routing></hy-field>
      </form>""");

  @Test
  void readsTheFieldsInTheOrderOfTheForm() {
    assertThat(DECISION.ask()).isEqualTo("请判断是否受理。");
    assertThat(DECISION.earlier()).containsExactly("opinion");
    assertThat(DECISION.fields()).extracting(FormField::name)
        .containsExactly("acceptance", "unit", "reason", "note", "sensitive");
    assertThat(DECISION.fields().get(0).options()).containsExactly(
        new FormField.Option("ACCEPTED", "受理"), new FormField.Option("DECLINED", "不予受理"));
    assertThat(DECISION.fields()).filteredOn(FormField::routing).extracting(FormField::name)
        .containsExactly("acceptance", "unit", "sensitive");
  }

  @Test
  void takesASubmissionThatFits() {
    var submitted = Map.<String, Object>of("acceptance", "ACCEPTED", "unit", "unit-after-sales");
    assertThat(DECISION.check(submitted)).isEmpty();
    assertThat(DECISION.values(submitted)).isEqualTo(
        Map.of("acceptance", "ACCEPTED", "unit", "unit-after-sales", "sensitive", false));
  }

  @Test
  void namesEveryFieldThatIsMissing() {
    assertThat(DECISION.check(Map.of())).containsExactly(new FieldError("acceptance", "请选择“受理结论”"));
    assertThat(DECISION.check(Map.of("acceptance", "DECLINED", "sensitive", true))).containsExactly(
        new FieldError("reason", "请填写“理由”"), new FieldError("note", "请填写“备注”"));
    assertThat(DECISION.check(Map.of("acceptance", "DECLINED", "reason", " \n "))).extracting(FieldError::field)
        .containsExactly("reason");
  }

  @Test
  void refusesAValueThatIsNotOnTheList() {
    assertThat(DECISION.check(Map.of("acceptance", "MAYBE"))).containsExactly(
        new FieldError("acceptance", "“受理结论”只能是：ACCEPTED（受理）、DECLINED（不予受理）"));
    assertThat(DECISION.check(Map.of("acceptance", List.of("ACCEPTED")))).hasSize(1);
    assertThat(DECISION.check(Map.of("acceptance", "accepted"))).hasSize(1);
  }

  @Test
  void offersTheSameChannelsInEveryForm() {
    var spec = FormSpec.parse("""
        <hy-field name="channel" label="来访渠道" type="channel"></hy-field>
        <hy-field name="contactChannel" label="联系方式" type="contact" required routing></hy-field>""");
    assertThat(spec.fields().get(0).options()).hasSize(Channel.values().length)
        .contains(new FormField.Option("REGULATOR", "监管转办"));
    assertThat(spec.fields().get(1).options()).extracting(FormField.Option::value)
        .containsExactly("PHONE", "CHAT", "EMAIL", "SOCIAL", "ONSITE", "LETTER");
    assertThat(spec.check(Map.of("channel", "WEB", "contactChannel", "PHONE"))).isEmpty();
    assertThat(spec.check(Map.of("contactChannel", "WEB"))).extracting(FieldError::field)
        .as("nobody talks to a customer by the form on the web").containsExactly("contactChannel");
    assertThatIllegalArgumentException().isThrownBy(() -> FormSpec.parse("""
        <hy-field name="a" label="甲" type="contact"><option value="PHONE">手机</option></hy-field>"""))
        .withMessageContainingAll("a：", "option");
  }

  @Test
  void doesNotLookAtAHiddenField() {
    var submitted = Map.<String, Object>of("acceptance", "ACCEPTED", "unit", "unit-it", "reason", "字".repeat(99));
    assertThat(DECISION.check(submitted)).isEmpty();
    assertThat(DECISION.values(submitted)).doesNotContainKey("reason");
  }

  @Test
  void countsCharactersAsAPersonDoes() {
    assertThat(DECISION.check(Map.of("acceptance", "DECLINED", "reason", "𠮷".repeat(10)))).isEmpty();
    assertThat(DECISION.check(Map.of("acceptance", "DECLINED", "reason", "超".repeat(11)))).containsExactly(
        new FieldError("reason", "“理由”最多 10 个字，现在有 11 个，请精简"));
  }

  @Test
  void leavesValuesAloneThatTheFormDoesNotKnow() {
    assertThat(DECISION.check(Map.of("acceptance", "ACCEPTED", "unit", "unit-it", "stranger", new Object()))).isEmpty();
  }

  @Test
  void neverRepeatsWhatWasSent() {
    var secret = "13800001234";
    var submitted = new HashMap<String, Object>();
    DECISION.fields().forEach(field -> submitted.put(field.name(), secret + "\u0000"));
    assertThat(DECISION.check(submitted)).isNotEmpty().extracting(FieldError::message)
        .noneMatch(message -> message.contains(secret));
  }

  @ParameterizedTest
  @ValueSource(strings = {"<script>alert(1)</script>", "{{7*7}}", "${jdbcTemplate}", "=cmd|' /C calc'!A0", "'; drop"})
  void takesMarkupAsPlainText(String text) {
    var spec = field("text", "maxlength=\"100\"");
    assertThat(spec.check(Map.of("x", text))).isEmpty();
    assertThat(spec.values(Map.of("x", text))).containsEntry("x", text);
  }

  @Test
  void refusesControlCharactersAndBrokenCharacters() {
    var spec = field("textarea", "");
    assertThat(spec.check(Map.of("x", "第一行\n第二行\t"))).isEmpty();
    for (var text : List.of("a\u0000b", "a\u001bb", "a\ud800b", "a\u0085b")) {
      assertThat(spec.check(Map.of("x", text))).hasSize(1);
    }
  }

  @Test
  void refusesAnythingButTextForText() {
    for (var value : List.of(1, true, List.of("a"), Map.of("a", "b"), new byte[] {1})) {
      assertThat(field("text", "").check(Map.of("x", value))).hasSize(1);
    }
  }

  @Test
  void boundsEveryText() {
    assertThat(field("text", "").check(Map.of("x", "字".repeat(201)))).hasSize(1);
    assertThat(field("textarea", "").check(Map.of("x", "字".repeat(4001)))).hasSize(1);
  }

  @Test
  void readsASplitThatMakesOneHundred() {
    var spec = field("split", "");
    assertThat(spec.values(Map.of("x", " unit-it: 70 ,unit-product:30%"))).containsEntry("x", "unit-it:70,unit-product:30");
    assertThat(spec.check(Map.of("x", "unit-it:70,unit-product:20")))
        .containsExactly(new FieldError("x", "“字段”各单位比例之和应为 100，现在是 90"));
    for (var value : List.of(100, List.of("unit-it:100"), "unit-it", "=cmd", "unit-it:1e2", "unit-it:99999999999",
        "unit-it:１００", "unit-it:50,unit-it:50", "，", "unit-it:100".repeat(200))) {
      assertThat(spec.check(Map.of("x", value))).as("%s", value).hasSize(1);
    }
  }

  @Test
  void readsAListOfMeasures() {
    var spec = field("measures", "");
    assertThat(spec.values(Map.of("x", "换标签 | it1 | 2026-10-01\n\n查同批|ops1|2026-10-02")).get("x"))
        .isEqualTo("换标签|it1|2026-10-01\n查同批|ops1|2026-10-02");
    for (var value : List.of(1, "换标签", "换标签|it1", "换标签|it1|明天", "|it1|2026-10-01", "换标签|a b|2026-10-01",
        "换\u0000标签|it1|2026-10-01", "字".repeat(501) + "|it1|2026-10-01", "换标签|it1|2026-10-01\n".repeat(31))) {
      assertThat(spec.check(Map.of("x", value))).as("%s", value).hasSize(1);
    }
    assertThatIllegalArgumentException().as("free text")
        .isThrownBy(() -> field("measures", "routing"));
  }

  @Test
  void readsWholeNumbers() {
    var spec = field("integer", "min=\"1\" max=\"100\"");
    for (var value : List.of(7, 7L, (short) 7, 7.0, "7", " 7 ", new BigDecimal("7.0"), BigInteger.valueOf(7))) {
      assertThat(spec.check(Map.of("x", value))).isEmpty();
      assertThat(spec.values(Map.of("x", value))).containsEntry("x", 7);
    }
    for (var value : List.of(0, 101, 7.5, "7.5", "x", "1e2", Double.NaN, Double.POSITIVE_INFINITY, "9".repeat(400),
        "1e999999999", new BigDecimal("1e999999"), Long.MAX_VALUE, true, List.of(7), "７")) {
      assertThat(spec.check(Map.of("x", value))).as("%s", value).hasSize(1);
    }
    assertThat(spec.check(Map.of("x", 0))).containsExactly(new FieldError("x", "“字段”应当在 1 到 100 之间"));
  }

  @Test
  void readsMoney() {
    var spec = field("money", "");
    assertThat(spec.values(Map.of("x", "1200.50"))).containsEntry("x", 1200.5);
    assertThat(spec.values(Map.of("x", 0))).containsEntry("x", 0.0);
    assertThat(spec.check(Map.of("x", 500000.01))).isEmpty();
    assertThat(spec.check(Map.of("x", 0.1 + 0.2))).hasSize(1);
    for (var value : List.of(-1, "-0.01", "1.001", "1,000", "¥5", 1e300, "0x10")) {
      assertThat(spec.check(Map.of("x", value))).as("%s", value).hasSize(1);
    }
  }

  @Test
  void readsScoresFromOneToFive() {
    var spec = field("score", "");
    assertThat(spec.values(Map.of("x", "5"))).containsEntry("x", 5);
    for (var value : List.of(0, 6, -1, 3.5)) {
      assertThat(spec.check(Map.of("x", value))).hasSize(1);
    }
  }

  @Test
  void readsDates() {
    var spec = field("date", "");
    assertThat(spec.values(Map.of("x", "2026-02-28"))).containsEntry("x", "2026-02-28");
    assertThat(spec.values(Map.of("x", new Date(1_790_000_000_000L)))).containsEntry("x", "2026-09-21");
    for (var value : List.of("2026-02-30", "2026/02/28", "20260228", "0001-01-01", 5, "+999999999-01-01")) {
      assertThat(spec.check(Map.of("x", value))).as("%s", value).hasSize(1);
    }
  }

  @Test
  void readsInstantsOnlyWithAnOffset() {
    var spec = field("datetime", "");
    assertThat(spec.values(Map.of("x", "2026-09-24T10:00:00.123+08:00"))).containsEntry("x", "2026-09-24T10:00:00+08:00");
    for (var value : List.of("2026-09-24T10:00:00", "昨天", "2026-13-01T00:00:00+08:00")) {
      assertThat(spec.check(Map.of("x", value))).as("%s", value).hasSize(1);
    }
  }

  @Test
  void aRequiredBoxMustBeTicked() {
    var spec = field("checkbox", "required");
    assertThat(spec.check(Map.of("x", true))).isEmpty();
    assertThat(spec.check(Map.of("x", "true"))).isEmpty();
    assertThat(spec.check(Map.of("x", false))).containsExactly(new FieldError("x", "请勾选“字段”"));
    assertThat(spec.check(Map.of())).hasSize(1);
    assertThat(spec.check(Map.of("x", "yes"))).hasSize(1);
  }

  @Test
  void aUnitIsAGroupOfAResponsibleUnit() {
    assertThat(field("unit", "").check(Map.of("x", "unit-after-sales"))).isEmpty();
    for (var value : List.of("unit-after-sales-head", "camunda-admin", "unit-", "unit-IT", "unit-it\n")) {
      assertThat(field("unit", "").check(Map.of("x", value))).as("%s", value).hasSize(1);
    }
  }

  @Test
  void severalUnitsOrPeopleAreOneTextWithCommas() {
    assertThat(field("units", "").values(Map.of("x", "unit-quality, unit-legal,unit-quality")))
        .containsEntry("x", "unit-legal,unit-quality");
    assertThat(field("people", "").check(Map.of("x", "board1,sales1"))).isEmpty();
    assertThat(field("units", "").check(Map.of("x", ""))).as("nobody chosen").isEmpty();
    for (var value : List.of("unit-it,,unit-legal", "unit-it,cs-agent", "unit-it-head", "unit-it;unit-legal", 7,
        "unit-after-sales,unit-logistics,unit-product,unit-operations,unit-it,unit-finance,unit-quality,unit-legal,unit-sales")) {
      assertThat(field("units", "").check(Map.of("x", value))).as("%s", value).hasSize(1);
    }
  }

  @Test
  void aConditionMayAskForTheRatingsOfTheCase() {
    var spec = field("textarea", "required-when=\"case.complexity=MAJOR|EXTREME\"");
    assertThat(spec.check(Map.of("case.complexity", "EXTREME"))).extracting(FieldError::field).containsExactly("x");
    assertThat(spec.check(Map.of("case.complexity", "GENERAL"))).isEmpty();
    assertThat(spec.check(Map.of("case.complexity", "MAJOR", "x", "没有复核"))).isEmpty();
    assertThat(spec.values(Map.of("case.complexity", "MAJOR", "x", "没有复核"))).containsOnlyKeys("x");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '#', value = {
      "<hy-field name='a' label='甲' type='text' required-when='case.mood=X'></hy-field> # 不存在的字段 case.mood",
      "<hy-field name='a' label='甲' type='text' routing></hy-field> # 不能作为流程变量",
      "<hy-field name='a' label='甲' type='textarea' routing></hy-field> # 不能作为流程变量",
      "<hy-field name='a' label='甲' type='colour'></hy-field> # 没有“colour”这种字段类型",
      "<hy-field name='a' type='text'></hy-field> # 缺少中文标题",
      "<hy-field name='a b' label='甲' type='text'></hy-field> # 名称只能用字母和数字",
      "<hy-field name='a' label='甲' type='text'></hy-field><hy-field name='a' label='乙' type='text'></hy-field> # 名称重复",
      "<hy-field name='a' label='甲' type='select'></hy-field> # 必须有选项",
      "<hy-field name='a' label='甲' type='text' show-when='b=X'></hy-field> # 只能引用前面的字段",
      "<hy-field name='a' label='甲' type='text' required-when='b=X'></hy-field> # 不存在的字段 b",
      "<hy-field name='a' label='甲' type='text' show-when='b'></hy-field> # 应写成 字段=值",
      "<hy-field name='b' label='乙' type='radio'><option value='X'>x</option></hy-field><hy-field name='a' label='甲' "
          + "type='text' show-when='b=Y'></hy-field> # 不在 b 的选项中"})
  void refusesAFormThatIsNotDefinedProperly(String html, String fault) {
    assertThatIllegalArgumentException().isThrownBy(() -> FormSpec.parse(html)).withMessageContaining(fault);
  }

  @Test
  void readsACamundaForm() {
    var spec = FormSpec.parseCamundaForm("""
        {"type": "default", "components": [
          {"type": "text", "text": "说明"},
          {"type": "group", "components": [
            {"type": "textarea", "key": "note", "label": "备注", "validate": {"required": true, "maxLength": 5}}]},
          {"type": "select", "key": "answer", "label": "答复", "values": [{"value": "YES", "label": "是"}]},
          {"type": "number", "key": "count", "label": "数量", "validate": {"min": 1}},
          {"type": "textfield", "key": "shown", "label": "只读", "disabled": true},
          {"type": "checkbox", "key": "agreed", "label": "同意", "validate": {"required": true}}]}""");
    assertThat(spec.fields()).extracting(FormField::name).containsExactly("note", "answer", "count", "agreed");
    assertThat(spec.check(Map.of("note", "一二三四五六", "answer", "NO", "count", 0))).extracting(FieldError::field)
        .containsExactly("note", "answer", "count", "agreed");
    assertThat(spec.field("note").orElseThrow().routing()).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> FormSpec.parseCamundaForm("{}"));
    assertThatIllegalArgumentException().isThrownBy(() -> FormSpec.parseCamundaForm("<form>"));
  }

  private static FormSpec field(String type, String attributes) {
    return FormSpec.parse("<hy-field name=\"x\" label=\"字段\" type=\"%s\" %s></hy-field>".formatted(type, attributes));
  }
}
