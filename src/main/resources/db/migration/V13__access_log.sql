-- Who looked at which case. See docs/adr/0022-archive-access.md.

create table access_log (
  id     bigint generated always as identity primary key,
  at     timestamptz not null,
  person text not null,
  number text not null,
  action text not null,
  detail text
);
create index access_log_number on access_log (number, id);
create index access_log_person on access_log (person, id);
comment on table access_log is 'Every view, download and export of a case; append-only';
comment on column access_log.detail is 'What of the case, by code or id; never personal data';

create trigger access_log_append_only before update or delete or truncate on access_log
  for each statement execute function archive_refuse();
revoke update, delete, truncate on access_log from public, current_user;
