package io.huiyin.complaint;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * What is known of a complaint when it comes in: checked, trimmed, typed. [000][001]
 *
 * @param contactEndedAt when the contact with the customer ended; recorded more than 30 minutes later is late [000]
 */
public record Registration(
    Channel channel, String department, PersonalData personal, String memberLevel, Instant occurredAt,
    Instant contactEndedAt, String product, String category, String issuePoint, BigDecimal claimAmount, int groupSize,
    boolean safetyRisk, boolean majorPropertyLoss, boolean basicUseLost, boolean mediaOrRegulatorRisk,
    boolean involvesMinorOrVulnerable, String externalReference) {

  /** The names of all fields that a registration may carry, whichever way it comes in. */
  public static final Set<String> FIELDS = Set.of(
      "channel", "customerName", "customerPhone", "customerEmail", "memberLevel", "occurredAt", "occurredPlace",
      "product", "orderNumber", "description", "demand", "measuresTaken", "contactEndedAt", "departmentCode",
      "category", "issuePoint", "claimAmount", "groupSize", "safetyRisk", "majorPropertyLoss", "basicUseLost",
      "mediaOrRegulatorRisk", "involvesMinorOrVulnerable", "externalReference");

  /**
   * Reads the fields of a registration.
   *
   * @param now for times that must not lie ahead
   * @throws InvalidInput naming every faulty field
   */
  public static Registration from(Map<String, ?> fields, Instant now) {
    var in = new FieldReader(fields, now);
    in.refuseUnknown(FIELDS);
    var channel = in.required("channel", Channel.class);
    var name = in.text("customerName", 100);
    var phone = in.matching("customerPhone", "[+]?[0-9][0-9 \\-()]{4,24}", "电话只能由数字、空格和 + - ( ) 组成，至少 5 位");
    var email = in.matching("customerEmail", "[^\\s@<>,;:\"]{1,64}@[^\\s@<>,;:\"]+\\.[^\\s@<>,;:\"]{2,}", "电子邮箱格式不对，应形如 name@example.com");
    var reference = in.text("externalReference", 100);
    var description = in.requiredText("description", 10_000);
    if (name == null && reference == null && in.fine("customerName", "externalReference")) {
      in.fault("customerName", "请填写客户姓名或称呼；没有时请填写外部单号 externalReference");
    }
    if (phone == null && email == null && channel != null && channel != Channel.ONSITE
        && in.fine("customerPhone", "customerEmail")) {
      in.fault("customerPhone", "请至少填写一种联系方式(电话或邮箱)，现场投诉除外");
    }
    var registration = new Registration(
        channel,
        in.matching("departmentCode", "[A-Z0-9]{1,12}", "部门代码只能由大写字母和数字组成，最多 12 位"),
        new PersonalData(name, phone, email, in.text("occurredPlace", 300), in.text("orderNumber", 100), description,
            in.text("demand", 5_000), in.text("measuresTaken", 5_000)),
        in.text("memberLevel", 30), in.past("occurredAt"), in.past("contactEndedAt"), in.text("product", 200),
        in.text("category", 50), in.text("issuePoint", 100), in.amount("claimAmount"), in.count("groupSize", 1),
        in.flag("safetyRisk"), in.flag("majorPropertyLoss"), in.flag("basicUseLost"), in.flag("mediaOrRegulatorRisk"),
        in.flag("involvesMinorOrVulnerable"), reference);
    in.throwIfFaulty();
    return registration;
  }

  /** Code of the department that numbers the complaint; customer service by default. */
  @Override
  public String department() {
    return department == null ? "CS" : department;
  }
}
