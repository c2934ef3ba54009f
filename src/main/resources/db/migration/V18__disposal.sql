-- The end of an archive: legal hold, appraisal, destruction with a certificate, and a customer's erasure request.
-- See docs/adr/0026-destruction.md.

alter table archive add column destroyed_at timestamptz;
comment on column archive.destroyed_at is 'When personal data and evidence were destroyed; entries, heads and facts stay';

create table legal_hold (
  id          bigint generated always as identity primary key,
  number      text not null references archive (number),
  reason      bytea,
  placed_by   text not null,
  placed_at   timestamptz not null,
  lift_reason bytea,
  lifted_by   text,
  lifted_at   timestamptz,
  check ((lifted_at is null) = (lifted_by is null))
);
create index legal_hold_number on legal_hold (number);
comment on table legal_hold is 'Why an archive must not expire; several at once, each lifted on its own. Reasons are sealed';

create table disposal_list (
  id           bigint generated always as identity primary key,
  opened_by    text not null,
  opened_at    timestamptz not null,
  status       text not null check (status in ('APPRAISAL', 'APPROVAL', 'APPROVED')),
  submitted_by text,
  submitted_at timestamptz,
  approved_by  text,
  approved_at  timestamptz,
  comment      bytea
);
comment on column disposal_list.comment is 'What the approver said last; sealed';

create table disposal_item (
  list            bigint not null references disposal_list (id),
  number          text not null references archive (number),
  retention_until date not null,
  legal_basis     text not null,
  decision        text check (decision in ('DESTROY', 'EXTEND')),
  extend_until    date,
  reason          bytea,
  appraised_by    text,
  appraised_at    timestamptz,
  outcome         text check (outcome in ('DESTROYED', 'EXTENDED', 'STOPPED')),
  outcome_reason  text,
  outcome_at      timestamptz,
  primary key (list, number),
  check ((decision = 'EXTEND') = (extend_until is not null) or decision is null),
  check ((outcome is null) = (outcome_at is null))
);
create unique index disposal_item_open on disposal_item (number) where outcome is null;
comment on column disposal_item.reason is 'Why it is kept longer; sealed';
comment on column disposal_item.outcome_reason is 'One sentence without personal data';

create table erasure_request (
  id             bigint generated always as identity primary key,
  number         text not null references archive (number),
  registered_by  text not null,
  registered_at  timestamptz not null,
  identity_check text,
  verified       boolean,
  verified_by    text,
  verified_at    timestamptz,
  proposal       text check (proposal in ('DELETE', 'RESTRICT', 'REFUSE')),
  legal_ground   text,
  decision       text check (decision in ('DELETE', 'RESTRICT', 'REFUSE')),
  reason         bytea,
  decided_by     text,
  decided_at     timestamptz,
  approved_by    text,
  approved_at    timestamptz,
  told_by        text,
  told_at        timestamptz,
  ended_at       timestamptz
);
create index erasure_request_number on erasure_request (number);
create unique index erasure_request_open on erasure_request (number) where ended_at is null;
comment on table erasure_request is 'Customers who asked for their data to be deleted, and what became of it [PIPL 47, 50]';
comment on column erasure_request.identity_check is 'By which means the customer was recognised, as a code';

create table destruction_certificate (
  number       text primary key,
  destroyed_at timestamptz not null,
  entries      integer not null,
  head_hash    bytea not null,
  counts       jsonb not null,
  legal_basis  text not null,
  appraised_by text not null,
  approved_by  text not null,
  list         bigint,
  erasure      bigint,
  check ((list is null) <> (erasure is null)),
  check (appraised_by <> approved_by)
);
comment on table destruction_certificate is 'Kept for ever: what of a case was destroyed, on what ground and whose word';
comment on column destruction_certificate.head_hash is 'Head of the chain after the entry PAYLOADS_DESTROYED';

create trigger destruction_certificate_kept before update or delete or truncate on destruction_certificate
  for each statement execute function archive_refuse();
revoke update, delete, truncate on destruction_certificate from public, current_user;
create trigger legal_hold_kept before delete or truncate on legal_hold
  for each statement execute function archive_refuse();
revoke delete, truncate on legal_hold from public, current_user;

-- A file goes only after its row, in a job of its own: whatever breaks off in between is taken up again.
create table evidence_removal (
  number text not null,
  hash   bytea not null,
  primary key (number, hash)
);
comment on table evidence_removal is 'Files of destroyed cases that are still to be taken from the store';

alter table complaint add column restricted_at timestamptz;
comment on column complaint.restricted_at is 'Since when the case is only stored, on the customer''s request [PIPL 47]';
alter table complaint_contact alter column summary drop not null;
alter table corrective_measure alter column content drop not null;
alter table archive_waiver alter column reason drop not null;

-- The one change that the ledger of the clocks lets through: the reasons of a case that is being destroyed in this very
-- transaction are emptied. Nothing else of the row may differ.
create or replace function sla_ledger_refuse() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if current_setting('huiyin.destroying', true) = old.complaint and new.reason is null
        and to_jsonb(new) - 'reason' = to_jsonb(old) - 'reason' then
      return new;
    end if;
  end if;
  raise exception 'sla_ledger is append-only: % refused', tg_op;
end $$;
create index complaint_request_number on complaint_request ((answer::jsonb ->> 'complaintNumber'));
