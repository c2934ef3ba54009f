-- The four checks (四性检测), classification on filing, and the weekly look at what is to follow up. See docs/adr/0027.

alter table archive
  add column category        text,
  add column urgency         text check (urgency in ('NORMAL', 'IMPORTANT', 'MAJOR')),
  add column follow_up_since timestamptz;
comment on column archive.category is 'First level of the classification as the archivist confirmed it; status is the second';
comment on column archive.urgency is 'Third level of the classification';
comment on column archive.follow_up_since is 'Since when the status is FOLLOW_UP';
update archive set follow_up_since = coalesce(filed_at, opened_at) where status = 'FOLLOW_UP';
create index archive_follow_up_since on archive (follow_up_since) where status = 'FOLLOW_UP';

create table archive_check (
  id       bigint generated always as identity primary key,
  number   text not null references archive (number),
  at       timestamptz not null,
  occasion text not null check (occasion in ('FILING', 'ON_DEMAND', 'NIGHTLY')),
  actor    text not null,
  entries  integer not null,
  passed   boolean not null,
  results  jsonb not null
);
create index archive_check_number on archive_check (number, id);
comment on table archive_check is 'Reports of the four checks; each is also an entry of the case file';
comment on column archive_check.entries is 'How many entries the file had when it was checked';

create table archive_check_acceptance (
  number      text not null references archive (number),
  item        text not null,
  finding     text not null,
  reason      bytea,
  accepted_by text not null,
  accepted_at timestamptz not null,
  primary key (number, item, finding)
);
comment on table archive_check_acceptance is 'Findings that cannot be mended and that somebody answers for (reason sealed)';

create table archive_follow_up (
  id         bigint generated always as identity primary key,
  number     text not null references archive (number),
  decision   text not null check (decision in ('REMIND', 'KEEP', 'DONE')),
  note       bytea,
  decided_by text not null,
  decided_at timestamptz not null
);
create index archive_follow_up_number on archive_follow_up (number, id);
comment on table archive_follow_up is 'What the archivist decided about an archive in FOLLOW_UP (note sealed)';

create trigger archive_check_append_only before update or delete or truncate on archive_check
  for each statement execute function archive_refuse();
revoke update, delete, truncate on archive_check from public, current_user;

update archive a set category = c.category,
  urgency = case when c.priority = 'P0' or c.severity in ('MAJOR', 'SERIOUS') then 'MAJOR'
                 when c.priority = 'P1' then 'IMPORTANT' else 'NORMAL' end
from complaint c where c.number = a.number and a.filed_at is not null;
