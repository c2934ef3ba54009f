-- When a clock's deadline was last moved: from then on somebody may watch over it although its warning lies ahead.

alter table sla_clock add column moved_at timestamptz;
