package io.huiyin.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.huiyin.HuiyinTest;
import io.huiyin.complaint.Complaint;
import io.huiyin.complaint.Priority;
import io.huiyin.story.Story.Told;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** 重复投诉: the same customer, by contact and not by name, with the same category or product within 12 months. [001] */
@HuiyinTest
class RepeatCustomerTest {

  private static final AtomicInteger CUSTOMERS = new AtomicInteger(1000);

  @Autowired
  Story story;

  @BeforeEach
  void tuesdayMorning() {
    story.begins("2026-09-15T10:00");
  }

  @ParameterizedTest
  @CsvSource({"137%s0000,+86 137-%s-0000", "137 %s 0000,0086137%s0000", "(86)137%s0000,137-%s-0000"})
  void isKnownHoweverThePhoneAndTheNameAreWritten(String first, String second) {
    var digits = String.valueOf(CUSTOMERS.incrementAndGet());
    var earlier = caller("王晓梅", first.formatted(digits).replace("(", "").replace(")", " ")).isRegistered();
    var later = caller("王小梅女士", second.formatted(digits)).isRegistered();

    isRepeatOf(later, earlier);
    assertThat(earlier.complaint().repeat()).isFalse();
  }

  @Test
  void isKnownByMailInAnySpelling() {
    var mail = "Zhang.San" + CUSTOMERS.incrementAndGet() + "@Example.com";
    var earlier = story.aComplaint().without("customerPhone").with("customerEmail", mail).isRegistered();
    var later = story.aComplaint().without("customerPhone").with("customerEmail", mail.toLowerCase()).isRegistered();

    isRepeatOf(later, earlier);
  }

  @Test
  void isKnownByTheCategoryThatTheTableProposes() {
    var phone = "134" + CUSTOMERS.incrementAndGet() + "0000";
    var earlier = caller("王晓梅", phone).isRegistered();
    var later = caller("王晓梅", phone).without("category").with("issuePoint", "LOGISTICS.LATE").isRegistered();

    isRepeatOf(later, earlier);
    later.isAccepted();
  }

  @Test
  void anotherMatterOrALongTimeAgoIsNoRepeat() {
    var phone = "136" + CUSTOMERS.incrementAndGet() + "0000";
    caller("王晓梅", phone).with("product", "净水器").isRegistered();
    var other = caller("王晓梅", phone).with("category", "BILLING").with("product", "燃气灶").isRegistered();
    assertThat(other.complaint().repeat()).isFalse();
    var sameProduct = caller("王晓梅", phone).with("category", "AFTER_SALES").with("product", "净水器").isRegistered();
    assertThat(sameProduct.complaint().repeat()).isTrue();

    story.at("2027-09-16T10:00");
    assertThat(caller("王晓梅", phone).isRegistered().complaint().repeat()).isFalse();
  }

  @Test
  void whoTurnsOutToBeOneAtAcceptanceIsLinkedThen() {
    var phone = "135" + CUSTOMERS.incrementAndGet() + "0000";
    var earlier = caller("王晓梅", phone).isRegistered();
    var later = caller("王晓梅", phone).with("category", "BILLING").isRegistered();
    assertThat(later.complaint().repeat()).isFalse();
    later.does("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "category", "LOGISTICS",
        "leadUnit", "unit-logistics", "priority", "P2", "ratingChangeReason", "实为配送延误");

    isRepeatOf(later, earlier);
  }

  private Story.Caller caller(String name, String phone) {
    return story.aComplaint().with("customerName", name).with("customerPhone", phone).without("customerEmail");
  }

  private void isRepeatOf(Told later, Told earlier) {
    assertThat(later.complaint().repeat()).isTrue();
    assertThat(later.complaint().ratings().priority()).isLessThanOrEqualTo(Priority.P1);
    assertThat(story.complaints.earlierOfSameCustomer(later.complaint())).extracting(Complaint::number)
        .containsExactly(earlier.number);
  }
}
