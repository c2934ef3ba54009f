package io.huiyin.archive;

import io.huiyin.complaint.Complaint;
import io.huiyin.complaint.Contact;
import io.huiyin.complaint.Direction;
import io.huiyin.complaint.PersonalData;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.web.util.HtmlUtils;
import org.springframework.web.util.UriUtils;

/** {@code index.html} of a package: the case to read, by double click, without a network. All text is escaped. */
record PackagePage(Complaint complaint, PersonalData personal, List<Contact> contacts, LedgerCopy ledger,
    Map<String, String> forms, Map<String, Evidence> evidence, RootPlace place, UnaryOperator<String> personName,
    ZoneId zone) {

  private static final DateTimeFormatter AT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  private static final String HEAD = """
      <!DOCTYPE html>
      <html lang="zh-CN">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>案卷 %1$s</title>
      <style>
      body { margin: 0 auto; max-width: 1100px; padding: 24px; color: #1f2933;
        font: 15px/1.6 "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif; }
      h1 { font-size: 24px; margin: 0 0 4px; } h2 { font-size: 18px; margin: 32px 0 8px; border-bottom: 2px solid #2b6cb0; }
      table { border-collapse: collapse; width: 100%%; } td, th { border: 1px solid #cbd2d9; padding: 6px 10px; text-align: left;
        vertical-align: top; overflow-wrap: anywhere; } th { background: #f0f4f8; white-space: nowrap; font-weight: 600; }
      .text { white-space: pre-wrap; } .muted { color: #616e7c; } .hash { font: 12px/1.5 monospace; overflow-wrap: anywhere; }
      .head th { width: 16em; } td.short { white-space: nowrap; } details dl { margin: 6px 0 0; display: grid; grid-template-columns: max-content 1fr; gap: 2px 12px; }
      details dt { color: #616e7c; } details dd { margin: 0; white-space: pre-wrap; } summary { cursor: pointer; color: #2b6cb0; }
      pre { background: #f0f4f8; padding: 10px; white-space: pre-wrap; }
      @media print { body { padding: 0; max-width: none; } tr { break-inside: avoid; } }
      </style>
      </head>
      <body>
      <h1>投诉案卷 %1$s</h1>
      <p class="muted">含完整个人信息，请按保密要求保管。时间均为 %2$s。</p>
      """;

  private static final String CHECK = """
      <h2>怎样核验</h2>
      <p>装有 JDK 17 或更新版本的电脑，在解压后的目录里运行：</p>
      <pre>java Verify.java
      java Verify.java . daily-roots.txt      （与另行保存的每日存证对照）</pre>
      <p>它逐条重算记录的哈希链，核对每条内容、每份证据、每个文件和本卷在每日存证里的位置；被改动、删去、添加的都会指出来；封面、冻结、免交和销毁证明也与记录对照。也可以直接核验没有解压的包：<code>java Verify.java 案卷包.zip</code>。</p>
      </body>
      </html>
      """;

  String html() {
    var page = new StringBuilder(HEAD.formatted(ledger.number(), text(zone.getId())));
    head(page);
    forms(page);
    evidence(page);
    contacts(page);
    timeline(page);
    place(page);
    return page.append(CHECK).toString();
  }

  private void head(StringBuilder page) {
    page.append("<h2>案件</h2>\n<table class=\"head\">\n");
    row(page, "登记时间", at(complaint.registeredAt()) + "，" + personName.apply(complaint.registeredBy()));
    row(page, "渠道", complaint.channel().label());
    row(page, "类别", complaint.category().label());
    row(page, "产品或服务", complaint.product());
    row(page, "状态", complaint.status().label());
    var ratings = complaint.ratings();
    row(page, "优先级、严重程度、复杂度", ratings.priority() + " " + ratings.priority().label() + "、"
        + ratings.severity().label() + "、" + ratings.complexity().label());
    var filing = Cover.facts(ledger.cover().get(Cover.FILING));
    row(page, "保管期限", words(filing.get("retentionUntil"), filing.get("legalBasis")));
    var paper = Cover.facts(ledger.cover().get(Cover.PAPER));
    row(page, "纸质位置（档案室、柜、盒、位置、钥匙）", words(paper.get("room"), paper.get("cabinet"), paper.get("box"),
        paper.get("position"), paper.get("keyHolder")));
    row(page, "高度敏感", complaint.sensitive() ? "是" : "否");
    row(page, "客户", personal.customerName());
    row(page, "会员等级", complaint.memberLevel());
    row(page, "电话", personal.customerPhone());
    row(page, "电子邮箱", personal.customerEmail());
    row(page, "地点", personal.occurredPlace());
    row(page, "订单号", personal.orderNumber());
    row(page, "投诉内容", personal.description());
    row(page, "诉求", personal.demand());
    row(page, "已采取的措施", personal.measuresTaken());
    page.append("</table>\n");
  }

  private static String words(Object... facts) {
    return Stream.of(facts).filter(Objects::nonNull).map(Object::toString).collect(Collectors.joining("，"));
  }

  private static void row(StringBuilder page, String label, String value) {
    if (value != null && !value.isBlank()) {
      page.append("<tr><th>").append(label).append("</th><td class=\"text\">").append(text(value)).append("</td></tr>\n");
    }
  }

  private void forms(StringBuilder page) {
    if (!forms.isEmpty()) {
      page.append("<h2>表单</h2>\n<ul>\n");
      forms.forEach((path, title) -> page.append("<li>").append(link(path, title)).append("</li>\n"));
      page.append("</ul>\n<p class=\"muted\">月度投诉分析报告和档案销毁清册涉及许多案件，不放进单个案卷。</p>\n");
    }
  }

  private void evidence(StringBuilder page) {
    page.append("<h2>证据（").append(evidence.size()).append(" 份）</h2>\n");
    if (evidence.isEmpty()) {
      return;
    }
    table(page, List.of("文件", "类别", "说明", "添加", "SHA-256"), evidence.entrySet(), (one, cells) -> {
      var piece = one.getValue();
      cells.append("<td>").append(link(one.getKey(), piece.fileName())).append("</td>");
      cell(cells, piece.kind());
      cell(cells, piece.note());
      cell(cells, at(piece.addedAt()) + " " + personName.apply(piece.addedBy()));
      cells.append("<td class=\"hash\">").append(text(piece.hash())).append("</td>");
    });
  }

  private void contacts(StringBuilder page) {
    page.append("<h2>与客户的沟通（").append(contacts.size()).append(" 次）</h2>\n");
    if (contacts.isEmpty()) {
      return;
    }
    table(page, List.of("时间", "方向", "渠道", "内容", "记录人"), contacts, (contact, cells) -> {
      cells.append("<td class=\"short\">").append(at(contact.at())).append("</td>");
      cell(cells, contact.direction() == Direction.OUTBOUND ? "去" : "来");
      cell(cells, contact.channel().label());
      cell(cells, contact.summary());
      cell(cells, personName.apply(contact.recordedBy()));
    });
  }

  private void timeline(StringBuilder page) {
    page.append("<h2>全程留痕（").append(ledger.lines().size()).append(" 条）</h2>\n");
    table(page, List.of("序号", "时间", "谁", "渠道", "内容"), ledger.lines(), (line, cells) -> {
      var entry = line.entry();
      cells.append("<td>").append(entry.sequence()).append("</td><td class=\"short\">").append(at(entry.at())).append("</td>");
      cells.append("<td class=\"short\">")
          .append(text(entry.actor().equals("system") ? "系统" : personName.apply(entry.actor()))).append("</td>");
      cell(cells, entry.channel());
      cells.append("<td>").append(text(entry.summary())).append(details(line)).append("</td>");
    });
  }

  private static String details(LedgerCopy.Line line) {
    if (line.sealBroken()) {
      return "<div class=\"muted\">（内容无法打开，请核验）</div>";
    }
    return line.facts().isEmpty() ? "" : line.facts().entrySet().stream()
        .map(fact -> "<dt>" + text(fact.getKey()) + "</dt><dd>" + text(String.valueOf(fact.getValue())) + "</dd>")
        .collect(Collectors.joining("", "<details><summary>详情</summary><dl>", "</dl></details>"));
  }

  private void place(StringBuilder page) {
    page.append("<h2>每日存证</h2>\n");
    if (place.seats().isEmpty()) {
      page.append("<p>本卷还没有存证。</p>\n");
      return;
    }
    table(page, List.of("日期", "存到第几条", "末条哈希"), place.seats(), (seat, cells) -> {
      cells.append("<td class=\"short\">").append(seat.day()).append("</td><td>").append(seat.sequence()).append("</td>");
      cells.append("<td class=\"hash\">").append(seat.hash()).append("</td>");
    });
  }

  private interface Cells<T> {
    void add(T row, StringBuilder cells);
  }

  private static <T> void table(StringBuilder page, List<String> heads, Collection<T> rows, Cells<T> cells) {
    page.append(heads.stream().collect(Collectors.joining("</th><th>", "<table>\n<tr><th>", "</th></tr>\n")));
    for (var row : rows) {
      page.append("<tr>");
      cells.add(row, page);
      page.append("</tr>\n");
    }
    page.append("</table>\n");
  }

  private static void cell(StringBuilder cells, String value) {
    cells.append("<td class=\"text\">").append(text(value == null ? "" : value)).append("</td>");
  }

  private static String link(String path, String title) {
    return "<a href=\"" + UriUtils.encodePath(path, StandardCharsets.UTF_8) + "\">" + text(title) + "</a>";
  }

  private String at(Instant instant) {
    return AT.withZone(zone).format(instant);
  }

  private static String text(String value) {
    return HtmlUtils.htmlEscape(value, "UTF-8");
  }
}
