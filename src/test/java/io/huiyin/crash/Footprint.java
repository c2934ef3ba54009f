package io.huiyin.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Where a case stands in every table, ours and the engine's, read as one snapshot: its states, and how many rows speak of it. */
final class Footprint {

  private static final Map<String, String> STATES = Map.of(
      "status", "c.status",
      "filed", "c.filed::text",
      "cover", "(select concat_ws(' ', status, category, legal_basis, urgency is null, filed_at is null,"
          + " retention_until is null) from archive where number = c.number)",
      "head", "(select head_sequence from archive where number = c.number)",
      "texts found by the search", "(select cardinality(texts) from archive_search where number = c.number)",
      "clocks that run", "(select count(*) from sla_clock where complaint = c.number and stopped_at is null)",
      "history of what ended", "(select count(*) from act_hi_procinst where business_key_ = c.number and end_time_ is not null)");

  /** Which tables of the engine say of what process they speak, and how. */
  private static final Map<String, String> ENGINE = Map.of("act_ru_task", "proc_inst_id_", "act_ru_job",
      "process_instance_id_", "act_ru_execution", "proc_inst_id_", "act_ru_variable", "proc_inst_id_",
      "act_ru_event_subscr", "proc_inst_id_", "act_hi_procinst", "proc_inst_id_");

  private final KillableApplication application;
  private final String query;

  Footprint(KillableApplication application) throws Exception {
    this.application = application;
    var columns = new TreeMap<>(STATES);
    ENGINE.forEach((table, instance) -> columns.put("rows of " + table, "(select count(*) from " + table + " where " + instance
        + " in (select proc_inst_id_ from act_hi_procinst where business_key_ = c.number))"));
    for (var table : application.rows("""
        select table_name, column_name from information_schema.columns join information_schema.tables
          using (table_schema, table_name)
        where table_schema = 'public' and table_type = 'BASE TABLE' and column_name in ('number', 'complaint')
          and table_name not in ('access_log', 'archive_root_head')""")) { // who looks is logged; every night adds a head
      columns.put("rows of " + table.get(0), "(select count(*) from %s where %s = c.number)".formatted(table.get(0), table.get(1)));
    }
    var parts = new ArrayList<String>();
    columns.forEach((name, value) -> parts.add("'%s: ' || %s".formatted(name, value)));
    query = "select " + String.join(", ", parts) + " from complaint c where number = ?";
  }

  List<String> of(String number) throws Exception {
    return application.rows(query, number).get(0);
  }
}
