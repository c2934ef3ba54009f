package io.huiyin.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.huiyin.complaint.CaseStatus;
import io.huiyin.complaint.Category;
import io.huiyin.complaint.ComplaintNumber;
import io.huiyin.complaint.Complaints;
import io.huiyin.complaint.PersonalHolding;
import io.huiyin.complaint.Complexity;
import io.huiyin.complaint.FieldError;
import io.huiyin.complaint.FieldReader;
import io.huiyin.complaint.InvalidInput;
import io.huiyin.complaint.Priority;
import io.huiyin.complaint.Ratings;
import io.huiyin.complaint.Registration;
import io.huiyin.complaint.Severity;
import io.huiyin.identity.CaseAccess;
import io.huiyin.identity.Person;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import org.springframework.transaction.support.TransactionTemplate;

/** Whatever was said or written of a case finds it, from two characters on, and nothing else does. [000] */
@SpringJUnitConfig(ArchiveContext.class)
class ArchiveSearchTest {

  private static final Person ARCHIVIST = new Person("archivist1", "梁雪", "", Set.of("archivist"));
  private static final Person AGENT = new Person("agent2", "周宁", "", Set.of("cs-agent"));
  private static final Person SUPERVISOR = new Person("super9", "", "", Set.of("cs-supervisor"));

  @Autowired Archives archives;
  @Autowired ArchiveSearch search;
  @Autowired SearchIndex index;
  @Autowired PersonalHolding searchHolding;
  @Autowired Complaints complaints;
  @Autowired CaseAccess access;
  @Autowired JdbcClient jdbc;
  @Autowired TransactionTemplate transaction;

  @Test
  void wordsFindACaseWhereverTheyWereWritten() {
    var number = registered("空气净化器到货时外壳破裂，滤网发霉", "要求换货并赔偿误工费");
    appended(number, "TASK_COMPLETED", Map.of("submitted", Map.of("measures", "上门取件复核仓储湿度", "planDecision", "APPROVED")));
    appended(number, "CUSTOMER_CONTACT", Map.of("summary", "客户同意ＶＩＰ通道，单号 SF-1029 3847"));

    for (var words : List.of("外壳", "滤网发霉", "净化器到货时外壳破裂", "误工费", "仓储湿度", "vip通道", "VIP", "sf-1029", "3847",
        "外壳 误工费 湿度")) {
      assertThat(find("q", words)).as(words).containsExactly(number.value());
    }
    for (var words : List.of("外壳发霉", "霉网", "10293847", "外壳 误工补贴", "approved", "王晓梅")) {
      assertThat(find("q", words)).as(words).isEmpty();
    }
  }

  @Test
  void aWordCutInTwoByAnotherIsNotFound() {
    var whole = registered("请退定金款给我", "尽快");
    registered("请退定金，金款另算", "尽快");
    assertThat(find("q", "退定金款")).containsExactly(whole.value());
  }

  @ParameterizedTest
  @ValueSource(strings = {"退", "退 换货", "x", "，。", "退，货"})
  void aSingleCharacterIsRefusedAndSaysWhatToDo(String words) {
    assertThatThrownBy(() -> find("q", words)).isInstanceOfSatisfying(InvalidInput.class, refused -> {
      assertThat(refused.errors()).extracting(FieldError::field).containsExactly("q");
      assertThat(refused.getMessage()).contains("一个字查不了").doesNotContain(words);
    });
  }

  @Test
  void everyFaultyFieldIsNamed() {
    var faulty = new HashMap<String, Object>(Map.of("category", "X", "priority", "P9", "closedFrom", "heute", "sort", "UP",
        "q", "一", "number", "2026%"));
    faulty.putAll(Map.of("registeredFrom", "2026-02-02", "registeredTo", "2026-02-01"));
    assertThatThrownBy(() -> query(faulty)).isInstanceOfSatisfying(InvalidInput.class,
        refused -> assertThat(refused.errors()).extracting(FieldError::field)
            .containsExactlyInAnyOrder("category", "priority", "closedFrom", "sort", "q", "number", "registeredTo"));
  }

  @Test
  void theCustomerIsFoundByTheWholePhoneAddressOrName() {
    var number = registered(fields("锅炉漏水", "修好", "customerName", "欧阳 若兰", "customerPhone", "+86 139-7777-0001",
        "customerEmail", "Ouyang@Example.com"));
    for (var customer : List.of("13977770001", "+8613977770001", "ouyang@example.com", "欧阳若兰", "欧阳 若兰")) {
      assertThat(find("customer", customer)).as(customer).containsExactly(number.value());
    }
    for (var customer : List.of("1397777000", "欧阳", "yang@example.com")) {
      assertThat(find("customer", customer)).as(customer).isEmpty();
    }
  }

  @Test
  void facetsFollowTheCase() {
    var number = registered(fields("发票抬头打错三次", "重开", "product", "年度会员'套餐\\A", "issuePoint", "发票错误"));
    var word = "抬头打错";
    assertThat(find("q", word, "category", "LOGISTICS", "priority", "P2", "severity", "GENERAL", "product", "年度会员'套餐\\A",
        "issuePoint", "发票错误", "number", number.value().substring(0, 8), "complexity", "NONE")).containsExactly(number.value());

    transaction.executeWithoutResult(status -> complaints.classify(number, Category.BILLING,
        new Ratings(Priority.P1, Severity.MAJOR, Complexity.GENERAL), false, "unit-finance", CaseStatus.IN_PROGRESS));

    assertThat(find("q", word, "category", "LOGISTICS")).isEmpty();
    assertThat(find("q", word, "severity", "GENERAL")).isEmpty();
    assertThat(find("q", word, "category", "BILLING", "priority", "P1", "severity", "MAJOR", "complexity", "GENERAL",
        "unit", "unit-finance", "status", "IN_PROGRESS", "archiveStatus", "PENDING")).containsExactly(number.value());
    assertThat(find("q", word, "status", "FILED")).isEmpty();
    assertThat(find("q", word, "archiveStatus", "CLOSED")).isEmpty();
  }

  @Test
  void whoWorkedOnItAndWhenFindItToo() {
    var number = registered("电梯广告与实物不符", "下架");
    appendedBy("legal7", number, "TASK_COMPLETED", Map.of("submitted", Map.of("opinion", "属实")));
    appendedBy("auditor7", number, "PERSONAL_DATA_SHOWN", Map.of());
    jdbc.sql("update complaint set registered_at = ?, closed_at = ? where number = ?").params(
        Timestamp.from(Instant.parse("2026-05-01T15:59:59Z")),
        Timestamp.from(Instant.parse("2026-05-03T16:00:00Z")), number.value()).update();
    assertThat(find("handler", "legal7")).containsExactly(number.value());
    assertThat(find("handler", "auditor7")).as("looking is not handling").isEmpty();
    assertThat(find("closedFrom", "2026-05-04", "closedTo", "2026-05-04", "q", "电梯广告")).containsExactly(number.value());
    assertThat(find("closedFrom", "2026-05-05", "q", "电梯广告")).isEmpty();
    assertThat(find("closedTo", "2026-05-03", "q", "电梯广告")).isEmpty();
  }

  @Test
  void oneSeesOnlyWhatOneMaySee() {
    var number = registered("水表读数异常翻倍", "退费");
    var sensitive = registered(fields("水表读数异常，涉及未成年人", "退费", "involvesMinorOrVulnerable", true));
    assertThat(find("q", "水表读数异常")).containsExactly(number.value()).doesNotContain(sensitive.value());
    assertThat(search.find(AGENT, query(Map.of("q", "水表读数异常")), 0, 20).total()).isZero();

    transaction.executeWithoutResult(status -> access.grantPerson(number.value(), AGENT.id()));
    assertThat(search.find(AGENT, query(Map.of("q", "水表读数异常")), 0, 20).hits()).extracting(ArchiveSearch.Hit::number)
        .containsExactly(number.value());

    assertThat(search.find(SUPERVISOR, query(Map.of("q", "水表读数异常")), 0, 20).hits()).as("it runs")
        .extracting(ArchiveSearch.Hit::number).containsExactly(number.value());
    jdbc.sql("update complaint set filed = true where number = ?").param(number.value()).update();
    assertThat(search.find(SUPERVISOR, query(Map.of("q", "水表读数异常")), 0, 20).total()).as("it is filed").isZero();
    transaction.executeWithoutResult(status ->
        access.grantUntil(number.value(), SUPERVISOR.id(), CaseAccess.LOAN + 1, Instant.parse("2999-01-01T00:00:00Z")));
    assertThat(search.find(SUPERVISOR, query(Map.of("q", "水表读数异常")), 0, 20).total()).as("it is borrowed").isOne();
    assertThat(find("q", "水表读数异常")).containsExactly(number.value());
  }

  @Test
  void pagesFollowEachOtherInOrderAndCountIsRight() {
    var numbers = IntStream.range(0, 25).mapToObj(i -> registered("蓝色雨衣开线第" + i + "件", "换货").value()).toList();
    var newestFirst = numbers.stream().sorted(java.util.Comparator.reverseOrder()).toList();
    var first = search.find(ARCHIVIST, query(Map.of("q", "雨衣开线")), 0, 10);
    assertThat(first.hits()).extracting(ArchiveSearch.Hit::number).isEqualTo(newestFirst.subList(0, 10));
    assertThat(first.more()).isTrue();
    var last = search.find(ARCHIVIST, query(Map.of("q", "雨衣开线")), 20, 10);
    assertThat(last.hits()).extracting(ArchiveSearch.Hit::number).isEqualTo(newestFirst.subList(20, 25));
    assertThat(List.of(last.total(), last.exact(), last.more())).isEqualTo(List.of(25L, true, false));
    assertThat(find("q", "雨衣", "sort", "OLDEST").subList(0, 10)).isEqualTo(numbers.subList(0, 10));
  }

  /** Years are asked one after the other; a page may need several. */
  @Test
  void casesOfAllYearsAreFoundInOrder() {
    var numbers = new ArrayList<String>();
    for (var year : List.of(2019, 2021, 2024)) {
      for (var i = 1; i <= 3; i++) {
        numbers.add(numberedIn(year, "留声机唱针断裂第" + i + "次").value());
      }
    }
    var newestFirst = new ArrayList<>(numbers);
    Collections.reverse(newestFirst);
    for (var words : List.of("唱针", "唱针断裂", "留声机 断裂")) {
      assertThat(find("q", words)).as(words).isEqualTo(newestFirst);
      assertThat(find("q", words, "sort", "OLDEST")).as(words).isEqualTo(numbers);
      assertThat(find("q", words, "registeredFrom", "2020-12-31", "registeredTo", "2022-01-01")).as(words)
          .isEqualTo(newestFirst.subList(3, 6));
      assertThat(find("q", words, "sort", "CLOSED")).as(words).containsExactlyInAnyOrderElementsOf(numbers);
      assertThat(find("q", words, "number", "2021")).as(words).isEqualTo(newestFirst.subList(3, 6));
    }
    assertThat(find("q", "唱针 次品")).isEmpty();
  }

  @Test
  void aFiledArchiveIsFoundByWhatTheArchivistConfirmed() {
    var number = registered("充电桩漏电跳闸", "维修");
    assertThat(find("q", "充电桩", "category", "LOGISTICS")).containsExactly(number.value());
    assertThat(find("q", "充电桩", "urgency", "MAJOR")).as("it is not filed yet").isEmpty();

    jdbc.sql("update archive set category = 'PRODUCT_QUALITY', urgency = 'MAJOR', filed_at = ? where number = ?")
        .params(Timestamp.from(Instant.parse("2026-06-30T16:00:00Z")), number.value()).update();

    var hit = search.find(ARCHIVIST, query(Map.of("q", "充电桩", "category", "PRODUCT_QUALITY", "urgency", "MAJOR")), 0, 9)
        .hits().get(0);
    assertThat(List.of(hit.number(), hit.category(), hit.urgency()))
        .isEqualTo(List.of(number.value(), Category.PRODUCT_QUALITY, Urgency.MAJOR));
    assertThat(find("q", "充电桩", "category", "LOGISTICS")).isEmpty();
    assertThat(find("q", "充电桩", "urgency", "NORMAL")).isEmpty();
    assertThat(find("filedFrom", "2026-07-01", "filedTo", "2026-07-01")).containsExactly(number.value());
    assertThat(find("filedTo", "2026-06-30", "q", "充电桩")).isEmpty();

    transaction.executeWithoutResult(status -> complaints.classify(number, Category.BILLING,
        new Ratings(Priority.P1, Severity.MAJOR, Complexity.NONE), false, "unit-finance", CaseStatus.IN_PROGRESS));
    assertThat(find("q", "充电桩", "category", "PRODUCT_QUALITY", "urgency", "MAJOR", "priority", "P1"))
        .as("taken up again, the file keeps its class until it is filed anew").containsExactly(number.value());
  }

  @Test
  void whatIsForgottenIsFoundByItsFacetsOnly() {
    var number = registered(fields("琥珀吊坠是树脂做的", "退款", "customerName", "皇甫嵩", "product", "琥珀吊坠 X1"));
    transaction.executeWithoutResult(status -> searchHolding.destroy(number));
    assertThat(find("q", "琥珀吊坠")).isEmpty();
    assertThat(find("customer", "皇甫嵩")).isEmpty();
    assertThat(find("product", "琥珀吊坠 X1")).containsExactly(number.value());
  }

  @Test
  void whatWasThereBeforeTheIndexIsFoundAfterItWasCompletedOrRebuilt() {
    var number = registered("老档案里的紫砂壶裂纹", "赔偿");
    jdbc.sql("update archive_search set texts = null, tokens = '' where number = ?").param(number.value()).update();
    appended(number, "CUSTOMER_CONTACT", Map.of("summary", "补寄壶盖"));
    assertThat(find("q", "紫砂壶裂纹")).isEmpty();
    assertThat(index.complete()).isEqualTo(1);
    assertThat(find("q", "紫砂壶裂纹 补寄壶盖", "category", "LOGISTICS")).containsExactly(number.value());

    jdbc.sql("update archive_search set tokens = '' where number = ?").param(number.value()).update();
    assertThat(index.rebuild()).isPositive();
    assertThat(find("q", "紫砂壶裂纹 补寄壶盖", "category", "LOGISTICS")).containsExactly(number.value());
  }

  @Test
  void noWordStandsInTheIndexInClear() {
    var number = registered("鹦鹉笼子掉漆", "换新");
    var row = jdbc.sql("select tokens::text from archive_search where number = ?").param(number.value())
        .query(String.class).single();
    assertThat(row).contains("category:LOGISTICS").doesNotContain("鹦").doesNotContain("王");
  }

  /** Few different characters, so that pieces meet by chance again and again: the index finds what LIKE finds. */
  @Test
  void theIndexFindsExactlyWhatLikeFinds() {
    var random = new Random(20261122);
    var characters = "退货款投诉服务员态度差物流慢包裹破损赔偿客户经理电话ab12";
    jdbc.sql("create table plain_text (number text, text text)").update();
    var texts = new ArrayList<String>();
    for (var i = 0; i < 700; i++) {
      var text = random(random, characters, 20 + random.nextInt(60));
      var said = random(random, characters, 10 + random.nextInt(40));
      var number = registered("复核" + text, said);
      texts.addAll(List.of(text, said));
      jdbc.sql("insert into plain_text values (?, ?), (?, ?)")
          .params(number.value(), "复核" + text, number.value(), said).update();
    }
    var words = new ArrayList<String>();
    for (var i = 0; i < 1500; i++) {
      var length = 2 + random.nextInt(5);
      if (i % 3 == 0) {
        words.add(random(random, characters, length));
      } else {
        var text = texts.get(random.nextInt(texts.size()));
        var at = random.nextInt(text.length() - length);
        words.add(text.substring(at, at + length));
      }
    }
    var found = 0;
    for (var word : words) {
      var expected = jdbc.sql("select distinct number from plain_text where text like ? order by 1 desc")
          .param("%" + word + "%").query(String.class).list();
      var hits = search.find(ARCHIVIST, query(Map.of("q", word)), 0, 1999);
      var actual = hits.hits().stream().map(ArchiveSearch.Hit::number).filter(n -> isPlain(n)).collect(Collectors.toList());
      assertThat(actual).as(word).containsExactlyInAnyOrderElementsOf(expected);
      if (expected.size() > 20) {
        assertThat(find("q", word).subList(0, 20)).as("first page of " + word).isEqualTo(expected.subList(0, 20));
      }
      found += expected.size();
    }
    assertThat(found).isGreaterThan(10_000);
    jdbc.sql("drop table plain_text").update();
  }

  private Set<String> plain;

  /** Other tests of this class registered cases, too. */
  private boolean isPlain(String number) {
    if (plain == null) {
      plain = Set.copyOf(jdbc.sql("select distinct number from plain_text").query(String.class).list());
    }
    return plain.contains(number);
  }

  private static String random(Random random, String characters, int length) {
    return random.ints(length, 0, characters.length()).mapToObj(i -> characters.substring(i, i + 1))
        .collect(Collectors.joining());
  }

  private List<String> find(String... namesAndValues) {
    var fields = new HashMap<String, Object>();
    for (var i = 0; i < namesAndValues.length; i += 2) {
      fields.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return search.find(ARCHIVIST, query(fields), 0, 60).hits().stream().map(ArchiveSearch.Hit::number).toList();
  }

  private static ArchiveQuery query(Map<String, Object> fields) {
    var in = new FieldReader(fields, Instant.now());
    var query = ArchiveQuery.from(in);
    in.throwIfFaulty();
    return query;
  }

  private static Map<String, Object> fields(String description, String demand, Object... more) {
    var fields = new HashMap<String, Object>(Map.of("channel", "PHONE", "customerName", "王晓梅", "customerPhone",
        "13900000000", "description", description, "demand", demand, "category", "LOGISTICS"));
    for (var i = 0; i < more.length; i += 2) {
      fields.put((String) more[i], more[i + 1]);
    }
    return fields;
  }

  private ComplaintNumber registered(String description, String demand) {
    return registered(fields(description, demand));
  }

  private ComplaintNumber registered(Map<String, Object> fields) {
    return transaction.execute(status -> {
      var in = Registration.from(fields, Instant.now());
      var number = complaints.register(in, Category.LOGISTICS, new Ratings(Priority.P2, Severity.GENERAL, Complexity.NONE),
          in.involvesMinorOrVulnerable(), false, "agent1", "p").number();
      archives.open(number);
      archives.append(number, List.of(new NewEntry("REGISTERED", "登记投诉", "agent1", "REST", Instant.now(), fields)));
      return number;
    });
  }

  /** As if it had been registered then. */
  private ComplaintNumber numberedIn(int year, String description) {
    var number = new ComplaintNumber("%d0315-CS-%04d".formatted(year, jdbc.sql("select count(*) + 1 from complaint")
        .query(Integer.class).single()));
    var like = registered("样本", "样本").value();
    var at = Timestamp.from(Instant.parse(year + "-03-15T02:00:00Z"));
    var columns = String.join(", ", jdbc.sql("""
        select column_name from information_schema.columns where table_name = 'complaint' and is_generated = 'NEVER'
        and column_name not in ('number', 'registered_at', 'process_instance_id')""").query(String.class).list());
    transaction.executeWithoutResult(status -> {
      jdbc.sql("insert into complaint (number, registered_at, %1$s) select ?, ?, %1$s from complaint where number = ?"
          .formatted(columns)).params(number.value(), at, like).update();
      archives.open(number);
      archives.append(number, List.of(new NewEntry("REGISTERED", "登记投诉", "agent1", "REST", at.toInstant(),
          Map.of("description", description))));
    });
    return number;
  }

  private void appended(ComplaintNumber number, String kind, Map<String, Object> facts) {
    appendedBy("agent1", number, kind, facts);
  }

  private void appendedBy(String actor, ComplaintNumber number, String kind, Map<String, Object> facts) {
    transaction.executeWithoutResult(status -> archives.append(number,
        List.of(new NewEntry(kind, "记录", actor, "WEBAPP", Instant.now(), facts))));
  }
}
