import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One complaint from registration to the filed archive, over HTTP alone, against a running demo. Needs a JDK only:
 *
 * <pre>java docs/Journey.java [http://127.0.0.1:8080]</pre>
 *
 * It registers a P1 logistics complaint, lets the response deadline pass, works every task as the right demo person,
 * gives the survey a score of 2, files the archive, checks its chain and prints the case's timeline.
 */
public class Journey {

  private static final String PASSWORD = "Huiyin-demo-2026";

  private final HttpClient http = HttpClient.newHttpClient();
  private final String base;
  private String number;

  Journey(String base) {
    this.base = base;
  }

  public static void main(String[] args) throws Exception {
    new Journey(args.length > 0 ? args[0] : "http://127.0.0.1:8080").run();
  }

  void run() throws Exception {
    var registered = post("crm1", "/api/v1/complaints", """
        {"channel": "WEB", "customerName": "王晓梅", "customerPhone": "13812345678",
         "customerEmail": "wang.xiaomei@example.com", "memberLevel": "GOLD", "category": "LOGISTICS",
         "product": "空气净化器", "description": "订单已付款一周，物流信息停在中转站不动。", "demand": "尽快送达并说明原因"}""");
    number = field(registered, "complaintNumber");
    say("登记投诉 %s，优先级 %s，应于 %s 前首次响应", number, field(registered, "priority"),
        field(registered, "responseDueAt"));
    check(field(registered, "priority").equals("P1"), "the complaint is P1");

    work("super1", "acceptAndClassify", "acceptance", "ACCEPTED", "leadUnit", "unit-logistics");

    say("五个小时没有人联系客户 …");
    post("admin", "/api/v1/demo/clock", "{\"advance\": \"PT5H\"}");
    var clocks = get("manager1", "/api/v1/complaints/" + number + "/clocks");
    check(clocks.contains("BREACHED"), "the ledger records the missed response");
    work("manager1", "superviseOverdue", "overdueCause", "UNDERSTAFFED", "supervision", "请立即联系客户并致歉");

    work("agent1", "firstContact", "contactChannel", "PHONE", "contactSummary", "致歉，说明包裹正在追查");
    work("agent1", "writeOpinion", "opinion", "请物流单位查明滞留原因并安排优先派送");
    work("logistics1", "confirmOpinion", "unitAnswer", "AGREE");
    work("logistics1", "proposePlan", "cause", "中转站人手不足", "measures", "专车派送，补偿运费券",
        "planDueOn", "2099-01-01", "planCost", 200.0, "planDepartments", 1, "planBeyondPolicy", false);
    work("super1", "reviewPlan", "planDecision", "APPROVED");
    evidence("logistics1", "WAYBILL", "运单.txt", "运单号 SF-20260924");
    work("logistics1", "executePlan", "executionResult", "包裹已送达，客户已签收", "executedOn", "2026-09-24");
    work("agent1", "tellResult", "contactChannel", "PHONE", "resultTold", "包裹已送达，运费券已发放");
    work("agent1", "confirmResult", "customerAnswer", "ACCEPTED", "confirmationForm", "PHONE");
    work("agent1", "collectSurvey", "efficiency", 2, "attitude", 4, "solution", 4);
    work("super1", "callBack", "callBackCause", "首次响应太慢");
    work("board1", "determineResponsibility", "split", "unit-logistics:100", "responsibilityReason", "中转站人手不足",
        "correctiveDecision", "NONE");
    work("archivist1", "fileArchive", "archiveStatus", "CLOSED");

    var verification = get("auditor1", "/api/v1/archives/" + number + "/verification");
    say("核验档案：%s", verification);
    check(verification.contains("\"intact\":true"), "the archive is intact");
    say("%n时间线：");
    for (var page = 0; ; page++) {
      var timeline = get("auditor1", "/api/v1/complaints/" + number + "/timeline?size=100&page=" + page);
      var lines = all(timeline, "\"at\":\"([^\"]+)\",\"actor\":\"([^\"]+)\".*?\"summary\":\"([^\"]+)\"");
      lines.forEach(System.out::println);
      if (lines.size() < 100) {
        break;
      }
    }
  }

  /** Claims and completes the case's open task of that kind as a person who may. Fields and values alternate. */
  private void work(String person, String task, Object... fields) throws Exception {
    var found = get(person, "/engine-rest/task?processInstanceBusinessKey=" + number
        + "&taskDefinitionKey=userTask_" + task);
    var id = field(found, "id");
    check(id != null, person + " sees the task " + task);
    post(person, "/engine-rest/task/" + id + "/claim", "{\"userId\": \"" + person + "\"}");
    var variables = new ArrayList<String>();
    for (var i = 0; i < fields.length; i += 2) {
      var value = fields[i + 1] instanceof String text ? "\"" + text + "\"" : fields[i + 1].toString();
      variables.add("\"" + fields[i] + "\": {\"value\": " + value + "}");
    }
    post(person, "/engine-rest/task/" + id + "/complete", "{\"variables\": {" + String.join(",", variables) + "}}");
    say("%s 完成 %s", person, field(found, "name"));
  }

  private void evidence(String person, String kind, String name, String text) throws Exception {
    var body = "--x\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\n" + kind
        + "\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
        + "\"\r\nContent-Type: text/plain\r\n\r\n" + text + "\r\n--x--\r\n";
    send(person, request("/api/v1/complaints/" + number + "/evidence")
        .header("Content-Type", "multipart/form-data; boundary=x").POST(BodyPublishers.ofString(body)));
    say("%s 上传证据 %s", person, name);
  }

  private String get(String person, String path) throws Exception {
    return send(person, request(path).GET());
  }

  private String post(String person, String path, String json) throws Exception {
    return send(person, request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path));
  }

  private String send(String person, HttpRequest.Builder request) throws Exception {
    var credentials = Base64.getEncoder().encodeToString((person + ":" + PASSWORD).getBytes());
    var answer = http.send(request.header("Authorization", "Basic " + credentials).build(), BodyHandlers.ofString());
    if (answer.statusCode() >= 400) {
      throw new IllegalStateException(person + " " + answer.request().method() + " " + answer.uri().getPath() + ": "
          + answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  private static String field(String json, String name) {
    var matcher = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
    return matcher.find() ? matcher.group(1) : null;
  }

  private static List<String> all(String json, String pattern) {
    var lines = new ArrayList<String>();
    var matcher = Pattern.compile(pattern).matcher(json);
    while (matcher.find()) {
      lines.add("  " + matcher.group(1) + "  " + matcher.group(2) + "  " + matcher.group(3));
    }
    return lines;
  }

  private static void say(String text, Object... values) {
    System.out.printf(text + "%n", values);
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException("Not so: " + what);
    }
  }
}
