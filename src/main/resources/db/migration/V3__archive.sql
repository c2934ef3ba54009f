-- The case files. The ledger is append-only; what it says in detail lives beside it and can be destroyed.

create table archive (
  number          text primary key,
  opened_at       timestamptz not null,
  head_sequence   integer not null default 0,
  head_hash       bytea not null,
  status          text not null default 'PENDING' check (status in ('PENDING', 'CLOSED', 'FOLLOW_UP')),
  filed_at        timestamptz,
  retention_until date,
  legal_basis     text,
  paper_location  jsonb
) with (fillfactor = 80);
comment on table archive is 'Cover of a case file; its row lock orders the entries, its head shows a missing last one';

create table archive_entry (
  number        text not null references archive (number),
  sequence      integer not null check (sequence > 0),
  at            timestamptz not null,
  actor         text not null,
  channel       text not null,
  kind          text not null,
  summary       text not null,
  commitment    bytea not null,
  previous_hash bytea not null,
  hash          bytea not null,
  primary key (number, sequence)
);
comment on table archive_entry is 'Append-only hash chain per case; see docs/adr/0005-archive-ledger.md';

-- No foreign key to archive_entry: checking one needs the UPDATE right that is revoked below.
create table archive_payload (
  number   text not null,
  sequence integer not null,
  salt     bytea not null,
  sealed   bytea not null,
  primary key (number, sequence)
);
comment on table archive_payload is 'Sealed details of an entry; commitment = SHA-256(salt || JSON)';

create table archive_evidence (
  id                uuid primary key,
  number            text not null references archive (number),
  hash              bytea not null,
  size              bigint not null,
  media_type        text not null,
  file_name         bytea not null,
  kind              text not null,
  note              bytea,
  recording_consent boolean not null,
  added_by          text not null,
  added_at          timestamptz not null
);
create index archive_evidence_number on archive_evidence (number);
create index archive_evidence_hash on archive_evidence (hash);
comment on table archive_evidence is 'Evidence of a case; the bytes lie in the evidence directory under their SHA-256';

create table archive_waiver (
  number    text not null references archive (number),
  code      text not null,
  reason    bytea not null,
  waived_by text not null,
  waived_at timestamptz not null,
  primary key (number, code)
);
comment on table archive_waiver is 'Required documents that the archivist does without, and why (sealed)';

create function archive_refuse() returns trigger language plpgsql as $$
begin
  raise exception 'The archive is append-only: % on % refused', tg_op, tg_table_name
    using errcode = 'restrict_violation', hint = 'A correction is a new entry.';
end
$$;

create trigger archive_entry_append_only before update or delete or truncate on archive_entry
  for each statement execute function archive_refuse();
create trigger archive_kept before delete or truncate on archive
  for each statement execute function archive_refuse();
create trigger archive_evidence_unchanged before update or truncate on archive_evidence
  for each statement execute function archive_refuse();

-- Second bolt beside the triggers. Binds a role that is not a superuser, the owner included.
revoke update, delete, truncate on archive_entry from public, current_user;
revoke delete, truncate on archive from public, current_user;
