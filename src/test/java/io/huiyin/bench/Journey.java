package io.huiyin.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What people enter in the course of one complaint, every field of every form: the same for both engines. */
record Journey(String name, Map<String, Object> registration, List<Step> steps) {

  /** One user task done by a person. */
  record Step(String user, String task, Map<String, Object> fields) {
  }

  private static final String TEXT = "已核对订单与物流记录，致电客户说明原因并致歉，客户同意处理办法，后续由专人跟进并回电确认。";

  static final Journey MINOR = new Journey("MINOR", registration(false), List.of(
      classification("MINOR"),
      contact(),
      new Step("agent1", "settleDirectly", Map.of("measures", TEXT, "settlement", TEXT)),
      told(), confirmed(), surveyed(), filed()));

  static final Journey GENERAL = new Journey("GENERAL", registration(true), List.of(
      classification("GENERAL"),
      contact(),
      new Step("agent1", "writeOpinion", Map.of("opinion", TEXT)),
      new Step("ops1", "confirmOpinion", Map.of("unitAnswer", "AGREE", "unitNote", TEXT)),
      new Step("ops1", "proposePlan", Map.of("cause", TEXT, "measures", TEXT, "planDueOn", "2099-01-01",
          "resources", TEXT, "planCost", 500, "planDepartments", 1, "planBeyondPolicy", false)),
      new Step("super1", "reviewPlan", Map.of("planDecision", "APPROVED", "planComment", TEXT)),
      new Step("ops1", "executePlan", Map.of("executionResult", TEXT, "executedOn", "2026-09-15")),
      told(), confirmed(), surveyed(),
      new Step("board1", "determineResponsibility", Map.of("split", "unit-operations:100", "responsibilityReason", TEXT,
          "correctiveDecision", "NONE")),
      filed()));

  private static Map<String, Object> registration(boolean basicUseLost) {
    var fields = new HashMap<String, Object>();
    fields.putAll(Map.of("channel", "PHONE", "customerName", "王晓梅", "customerPhone", "13812345678",
        "customerEmail", "wang.xiaomei@example.com", "memberLevel", "SILVER", "occurredPlace", "上海市浦东新区",
        "product", "空气净化器 AP-300", "orderNumber", "SO-20260915-0042", "description", TEXT, "demand", TEXT));
    fields.putAll(Map.of("measuresTaken", TEXT, "category", "BUSINESS_PROCESS", "claimAmount", 200, "groupSize", 1,
        "safetyRisk", false, "majorPropertyLoss", false, "basicUseLost", basicUseLost, "mediaOrRegulatorRisk", false,
        "involvesMinorOrVulnerable", false));
    return fields;
  }

  private static Step classification(String severity) {
    return new Step("super1", "acceptAndClassify", Map.of("acceptance", "ACCEPTED", "category", "BUSINESS_PROCESS",
        "severity", severity, "leadUnit", "unit-operations", "ratingChangeReason", "按客户陈述与回访情况核定"));
  }

  private static Step contact() {
    return new Step("agent1", "firstContact", Map.of("contactChannel", "PHONE", "contactSummary", TEXT));
  }

  private static Step told() {
    return new Step("agent1", "tellResult", Map.of("contactChannel", "PHONE", "resultTold", TEXT, "followUps", TEXT));
  }

  private static Step confirmed() {
    return new Step("agent1", "confirmResult", Map.of("customerAnswer", "ACCEPTED", "confirmationForm", "PHONE",
        "confirmationNote", TEXT));
  }

  private static Step surveyed() {
    return new Step("agent1", "collectSurvey", Map.of("efficiency", 5, "attitude", 5, "solution", 4,
        "suggestion", TEXT));
  }

  private static Step filed() {
    return new Step("archivist1", "fileArchive", Map.of("archiveStatus", "CLOSED", "onPaper", true, "room", "一号库",
        "cabinet", "3", "box", "12", "position", "5", "keyHolder", "档案员", "filingNote", TEXT));
  }
}
