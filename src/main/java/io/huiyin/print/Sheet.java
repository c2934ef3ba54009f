package io.huiyin.print;

import java.util.List;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * A form on paper: a title and ruled tables of labels and values. Text goes in as text, never as markup, so nothing
 * that somebody wrote can change the form.
 */
final class Sheet {

  /** One way to answer a question that has boxes to tick. */
  record Option(String value, String label) {
  }

  /** A box and whether it is ticked. */
  record Tick(String label, boolean set) {
  }

  private static final int COLUMNS = 4;

  private final String title;
  private final Element body;
  private Element grid;
  private boolean landscape;

  Sheet(String title, String left, String right) {
    this.title = title;
    body = Document.createShell("").body();
    body.appendElement("h1").text(title);
    var head = body.appendElement("table").addClass("head").appendElement("tr");
    head.appendElement("td").text(left);
    head.appendElement("td").addClass("right").text(right);
  }

  String title() {
    return title;
  }

  /** For lists of many columns: the paper lies across. */
  Sheet landscape() {
    landscape = true;
    return this;
  }

  /** A heading; it never stands alone at the foot of a page. */
  Sheet section(String heading) {
    body.appendElement("h2").text(heading);
    grid = null;
    return this;
  }

  /** Labels and values in turn, two pairs in a row; a last single pair takes the whole row. */
  Sheet line(String... labelsAndValues) {
    for (var i = 0; i < labelsAndValues.length; i += COLUMNS) {
      var row = row("short");
      var pairs = Math.min(2, (labelsAndValues.length - i) / 2);
      for (var pair = 0; pair < pairs; pair++) {
        row.appendElement("th").text(labelsAndValues[i + 2 * pair]);
        value(row.appendElement("td").attr("colspan", pairs == 1 ? "3" : "1"), labelsAndValues[i + 2 * pair + 1]);
      }
    }
    return this;
  }

  /** Something that may be long; it flows over the page's end. */
  Sheet text(String label, String text) {
    var row = row("long");
    row.appendElement("th").text(label);
    value(row.appendElement("td").attr("colspan", "3"), text);
    return this;
  }

  /** A question with a box for each answer, the chosen one ticked; {@code null} where nothing was answered. */
  Sheet boxes(String label, List<Option> options, String chosen) {
    return ticks(label, options.stream().map(option -> new Tick(option.label(), option.value().equals(chosen))).toList());
  }

  /** Boxes that are ticked each for itself. */
  Sheet ticks(String label, List<Tick> ticks) {
    var row = row("short");
    row.appendElement("th").text(label);
    var answers = row.appendElement("td").attr("colspan", "3");
    ticks.forEach(tick -> {
      answers.appendElement("span").addClass("box").text((tick.set() ? "☑ " : "☐ ") + tick.label());
      answers.appendText(" ");
    });
    return this;
  }

  /**
   * A list; its head is repeated on every page.
   *
   * @param widths of the columns in per cent
   */
  Sheet table(List<String> heads, List<Integer> widths, List<List<String>> rows) {
    var table = body.appendElement("table").addClass("grid list");
    grid = null;
    var columns = table.appendElement("colgroup");
    widths.forEach(width -> columns.appendElement("col").attr("style", "width:" + width + "%"));
    var head = table.appendElement("thead").appendElement("tr");
    heads.forEach(text -> head.appendElement("th").text(text));
    var content = table.appendElement("tbody");
    rows.forEach(cells -> {
      var row = content.appendElement("tr");
      cells.forEach(cell -> value(row.appendElement("td"), cell));
    });
    if (rows.isEmpty()) {
      content.appendElement("tr").appendElement("td").attr("colspan", String.valueOf(heads.size())).text("（无）");
    }
    return this;
  }

  /** Lines to be signed by hand. */
  Sheet toSign(String... who) {
    var row = row("sign");
    for (var name : who) {
      var cell = row.appendElement("td").attr("colspan", String.valueOf(COLUMNS / who.length));
      cell.appendElement("div").text(name + "（签字）：");
      cell.appendElement("div").addClass("right").text("年　　　月　　　日");
    }
    return this;
  }

  /** A remark in small type below the table. */
  Sheet remark(String text) {
    body.appendElement("p").addClass("remark").text(text);
    grid = null;
    return this;
  }

  /** The form with what stands at the foot of each page. */
  Document document(String foot) {
    var document = Document.createShell("");
    document.head().appendElement("title").text(title);
    if (landscape) {
      document.head().appendElement("style").appendText("@page { size: A4 landscape; }");
    }
    document.body().appendElement("div").attr("id", "foot").text(foot);
    document.body().appendChildren(body.childNodesCopy());
    return document;
  }

  private Element row(String kind) {
    if (grid == null) {
      var table = body.appendElement("table").addClass("grid");
      var columns = table.appendElement("colgroup");
      for (var width : List.of(16, 34, 16, 34)) {
        columns.appendElement("col").attr("style", "width:" + width + "%");
      }
      grid = table.appendElement("tbody");
    }
    return grid.appendElement("tr").addClass(kind);
  }

  private static void value(Element cell, String text) {
    cell.addClass("value").text(text == null || text.isBlank() ? "—" : text.strip());
  }
}
