-- The case. Personal data stands in sealed columns only (AES-GCM, key id inside the value).

create table complaint_serial (
  day        date    not null,
  department text    not null,
  last       integer not null,
  primary key (day, department)
);
comment on table complaint_serial is 'Last serial per day and department; its row lock makes numbers gap-free';

create table complaint (
  number              text primary key,
  registered_at       timestamptz not null,
  registered_by       text not null,
  department          text not null,
  channel             text not null,
  category            text not null,
  issue_point         text,
  product             text,
  member_level        text,
  claim_amount        numeric(15, 2),
  group_size          integer not null,
  safety_risk         boolean not null,
  major_property_loss boolean not null,
  basic_use_lost      boolean not null,
  media_risk          boolean not null,
  occurred_at         timestamptz,
  contact_ended_at    timestamptz,
  late_record         boolean not null,
  external_reference  text,
  priority            text not null,
  severity            text not null,
  complexity          text not null,
  sensitive           boolean not null,
  repeat              boolean not null,
  lead_unit           text,
  status              text not null,
  round               integer not null default 1,
  process_instance_id text,
  closed_at           timestamptz,
  personal            bytea
);
create index complaint_registered on complaint (registered_at);
create index complaint_issue_point on complaint (issue_point, registered_at) where issue_point is not null;

create table complaint_contact_hash (
  hash   text not null,
  kind   text not null,
  number text not null references complaint (number),
  primary key (hash, kind, number)
);
create index complaint_contact_hash_number on complaint_contact_hash (number);
comment on table complaint_contact_hash is 'Keyed hash of normalised phone and e-mail, to find the same customer again';

create table complaint_contact (
  id          bigint generated always as identity primary key,
  number      text not null references complaint (number),
  at          timestamptz not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  direction   text not null check (direction in ('OUTBOUND', 'INBOUND')),
  channel     text not null,
  summary     bytea not null
);
create index complaint_contact_number on complaint_contact (number);

create table complaint_request (
  client      text not null,
  key         text not null,
  body_hash   text not null,
  answer      text not null,
  at          timestamptz not null,
  primary key (client, key)
);
comment on table complaint_request is 'Idempotency keys of POST /api/v1/complaints and the answer each one got';
comment on column complaint_request.body_hash is 'Keyed hash, for the body holds personal data';

create table case_grant (
  number    text not null,
  principal text not null,
  task_id   text not null,
  primary key (number, principal, task_id)
);
create index case_grant_task on case_grant (task_id) where task_id <> '';
create index case_grant_principal on case_grant (principal);
comment on table case_grant is 'Who may see a case; task_id is empty for a grant that stays';
