-- Time limits of complaints. Every change of a clock is one row in the ledger, which the database never lets go.

create table sla_clock (
  id             bigint generated always as identity primary key,
  complaint      text        not null,
  kind           text        not null,
  round          integer     not null check (round >= 1),
  status         text        not null check (status in ('RUNNING', 'PAUSED', 'MET', 'MET_LATE', 'CANCELLED')),
  started_at     timestamptz not null,
  accepted_at    timestamptz,
  due_at         timestamptz not null,
  warn_at        timestamptz,
  escalate_at    timestamptz,
  goal_due_at    timestamptz,
  paused_at      timestamptz,
  pause_limit_at timestamptz,
  warned_at      timestamptz,
  breached_at    timestamptz,  -- the first deadline that was missed
  breach_noted_at timestamptz, -- when the present deadline's breach was acted upon
  escalated_at   timestamptz,
  stopped_at     timestamptz,
  rule_id        text        not null,
  goal           boolean     not null, -- the deadline is only a goal
  policies       jsonb       not null, -- as they stood when the clock was started or re-graded
  extensions     text        not null default '',
  pauses         text        not null default '',
  explanation    text        not null,
  unique (complaint, kind, round),
  check ((stopped_at is null) = (status in ('RUNNING', 'PAUSED'))),
  check ((paused_at is not null) = (status = 'PAUSED')),
  check ((pause_limit_at is null) = (paused_at is null)),
  check (status <> 'MET_LATE' or breached_at is not null),
  check (status <> 'MET' or breached_at is null)
);

create unique index sla_clock_one_open on sla_clock (complaint, kind) where stopped_at is null;
create index sla_clock_open_due on sla_clock (due_at, id) where stopped_at is null and not goal;

create table sla_ledger (
  id              bigint generated always as identity primary key,
  clock_id        bigint      not null references sla_clock,
  complaint       text        not null,
  kind            text        not null,
  round           integer     not null,
  change          text        not null,
  at              timestamptz not null,
  actor           text        not null,
  reason          bytea, -- sealed: free text may name the customer
  due_before      timestamptz,
  warn_before     timestamptz,
  escalate_before timestamptz,
  rule_before     text,
  due_after       timestamptz not null,
  warn_after      timestamptz,
  escalate_after  timestamptz,
  rule_after      text        not null,
  table_version   text        not null,
  explanation     text        not null,
  recorded_at     timestamptz not null default clock_timestamp()
);

create index sla_ledger_complaint on sla_ledger (complaint, id);

create function sla_ledger_refuse() returns trigger language plpgsql as $$
begin
  raise exception 'sla_ledger is append-only: % refused', tg_op;
end $$;

create trigger sla_ledger_append_only before update or delete on sla_ledger
  for each row execute function sla_ledger_refuse();
create trigger sla_ledger_no_truncate before truncate on sla_ledger
  for each statement execute function sla_ledger_refuse();

create function sla_clock_keep_facts() returns trigger language plpgsql as $$
begin
  if old.stopped_at is not null then
    raise exception 'sla_clock %: a stopped clock does not change', old.id;
  end if;
  if new.started_at <> old.started_at or new.complaint <> old.complaint or new.kind <> old.kind or new.round <> old.round then
    raise exception 'sla_clock %: its start is a fact', old.id;
  end if;
  if old.breached_at is not null and new.breached_at is distinct from old.breached_at then
    raise exception 'sla_clock %: a breach is a fact', old.id;
  end if;
  return new;
end $$;

create trigger sla_clock_facts before update on sla_clock
  for each row execute function sla_clock_keep_facts();
