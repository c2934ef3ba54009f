-- What was said to whom. Addresses and texts are sealed (AES-GCM, key id inside the value).
-- No foreign key to complaint: each insert would lock, and so rewrite, the row of the case.

create table notice (
  id             bigint generated always as identity primary key,
  number         text not null,
  event          text not null,
  recipient_kind text not null check (recipient_kind in ('STAFF', 'GROUP', 'CUSTOMER', 'ROBOT')),
  recipient      text not null,
  channel        text not null check (channel in ('EMAIL', 'IN_APP', 'WEBHOOK', 'SMS')),
  address        bytea,
  subject        bytea,
  body           bytea,
  status         text not null check (status in ('PENDING', 'SENT', 'UNREACHABLE', 'FAILED')),
  urgent         boolean not null,
  created_at     timestamptz not null,
  not_before     timestamptz not null,
  sent_at        timestamptz,
  attempts       integer not null default 0,
  failure        text,
  once_key       text
);
create index notice_number on notice (number);
create index notice_inbox on notice (recipient, id) where channel = 'IN_APP';
create unique index notice_once on notice (number, once_key, recipient) where once_key is not null;
comment on table notice is 'Delivery log: one row per person and message; the archive of what was said';
comment on column notice.recipient is 'User id, group id when the group is empty, ''customer'' or ''robot''';
comment on column notice.failure is 'Why the last attempt failed, without any address';
