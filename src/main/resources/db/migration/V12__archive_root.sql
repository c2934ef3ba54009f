-- Once a day one hash over the heads of all case files that changed. See docs/adr/0019-daily-root.md.

create table archive_root (
  day       date primary key,
  sealed_at timestamptz not null,
  files     integer not null,
  previous  bytea not null,
  root      bytea not null
);
comment on table archive_root is 'Daily root over the heads of the case files; each holds the one before';

-- No foreign keys: checking one needs the UPDATE right that is revoked below.
create table archive_root_head (
  day      date not null,
  number   text not null,
  sequence integer not null,
  hash     bytea not null,
  primary key (number, day)
);
create index archive_root_head_day on archive_root_head (day);
comment on table archive_root_head is 'How far a case file had grown when the root of the day was taken';

create trigger archive_root_append_only before update or delete or truncate on archive_root
  for each statement execute function archive_refuse();
create trigger archive_root_head_append_only before update or delete or truncate on archive_root_head
  for each statement execute function archive_refuse();
revoke update, delete, truncate on archive_root, archive_root_head from public, current_user;
