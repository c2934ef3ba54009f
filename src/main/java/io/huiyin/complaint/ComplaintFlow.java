package io.huiyin.complaint;

import java.util.Map;

/** Port: the process that a complaint goes through. Implemented by the flow. */
public interface ComplaintFlow {

  /**
   * Sends a complaint into the flow. Registration, triage and the first task happen in the caller's transaction.
   *
   * @param fields as in {@link Registration#FIELDS}
   * @throws InvalidInput naming every faulty field; nothing was done
   */
  ComplaintNumber receive(Map<String, Object> fields);

  /**
   * Tells a running case that something happened.
   *
   * @param message one of the public messages, such as {@code CustomerContacted}
   * @throws NotWaiting if the case does not wait for this message now
   */
  void tell(ComplaintNumber number, String message, Map<String, Object> fields);

  /** What runs for the case knows from now on whether it is highly sensitive. Demands the caller's transaction. [000] */
  void marked(ComplaintNumber number, boolean sensitive);

  /** The case is past the point where this can happen, or not there yet. */
  class NotWaiting extends RuntimeException {

    private static final Map<String, String> NAMES = Map.ofEntries(
        Map.entry("CustomerContacted", "登记沟通记录"), Map.entry("ComplaintWithdrawn", "撤诉"),
        Map.entry("ComplaintRegraded", "重新定级"), Map.entry("ExtensionRequested", "申请延期"),
        Map.entry("ClockPaused", "暂停计时"), Map.entry("ClockResumed", "恢复计时"), Map.entry("Urged", "催办"),
        Map.entry("EvidenceAdded", "补充证据"), Map.entry("CustomerConfirmed", "客户确认"),
        Map.entry("CustomerObjected", "客户异议"), Map.entry("SurveyAnswered", "登记评价"),
        Map.entry("ComplaintReopened", "重新办理"));

    public NotWaiting(ComplaintNumber number, String message, CaseStatus status) {
      super("投诉 %s 现为“%s”，不接受“%s”，请先查看案件进度".formatted(number, status.label(),
          NAMES.getOrDefault(message, message)));
    }
  }
}
