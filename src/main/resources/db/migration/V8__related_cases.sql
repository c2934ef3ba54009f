-- Cases that belong together, and cases that are taken up again.

alter table complaint add column last_closed_at timestamptz;
comment on column complaint.closed_at is 'When the case was closed first; figures count from here';
comment on column complaint.last_closed_at is 'When it was closed last, null while it is open; its retention counts from here';
update complaint set last_closed_at = closed_at;

create table complaint_merge (
  id           bigint generated always as identity primary key,
  number       text not null references complaint (number),
  leading_case text not null references complaint (number) check (leading_case <> number),
  merged_at    timestamptz not null,
  merged_by    text not null,
  ended_at     timestamptz,
  settled      boolean,
  check ((ended_at is null) = (settled is null))
);
create index complaint_merge_number on complaint_merge (number);
create unique index complaint_merge_one_open on complaint_merge (number) where ended_at is null;
create index complaint_merge_leading on complaint_merge (leading_case);
comment on table complaint_merge is 'A case of a group complaint waits for the result of the leading case';
comment on column complaint_merge.settled is 'Whether the leading case had a result when the waiting ended';
