-- Everyday handling: how often a case was returned and urged, whom it was copied to, and who stands in for whom.

alter table complaint
  add column returns integer not null default 0,
  add column urges   integer not null default 0;
comment on column complaint.returns is 'How often a step of the case was given back to the one before (退回)';
comment on column complaint.urges is 'How often somebody pressed for the case (催办)';

create table case_copy (
  id            bigint generated always as identity primary key,
  number        text not null,
  principal     text not null,
  given_by      text not null,
  given_at      timestamptz not null,
  taken_back_by text,
  taken_back_at timestamptz
);
create index case_copy_number on case_copy (number);
create unique index case_copy_once on case_copy (number, principal) where taken_back_at is null;
comment on table case_copy is 'Who was given a case to read (抄送); the right itself is the case_grant with task_id copy:<id>';
comment on column case_copy.principal is 'user:<id> or group:<id>, as in case_grant';

create table stand_in (
  id        bigint generated always as identity primary key,
  absent    text not null,
  stand_in  text not null check (stand_in <> absent),
  from_day  date not null,
  until_day date not null check (until_day >= from_day),
  set_by    text not null,
  set_at    timestamptz not null,
  ended_at  timestamptz
);
create index stand_in_absent on stand_in (absent, until_day) where ended_at is null;
comment on table stand_in is 'Who does whose tasks while that person is away (代理人)';
comment on column stand_in.until_day is 'The last day away, included';
comment on column stand_in.ended_at is 'Set when it is over, or was taken back earlier';
