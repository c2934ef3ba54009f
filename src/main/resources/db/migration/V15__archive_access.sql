-- Who may read a filed archive: loans that end by themselves, and named readers. See docs/adr/0022-archive-access.md.

alter table complaint add column filed boolean not null default false;
update complaint set filed = true from archive
where archive.number = complaint.number and archive.filed_at is not null
  and complaint.status in ('FILED', 'DECLINED', 'EXPLAINED', 'WITHDRAWN');
create index complaint_running on complaint (number) where not filed;
comment on column complaint.filed is 'Its archive is filed; stands here because every list asks for it';

alter table case_grant add column until timestamptz;
comment on column case_grant.until is 'When the grant ends by itself; null for one that something ends';

create table case_reader (
  id             bigint generated always as identity primary key,
  number         text not null,
  person         text not null,
  reason         bytea,
  named_by       text not null,
  named_at       timestamptz not null,
  removed_by     text,
  removed_at     timestamptz,
  removal_reason bytea
);
create unique index case_reader_once on case_reader (number, person) where removed_at is null;
comment on table case_reader is 'Persons named to read a highly sensitive case; the right itself is the case_grant with task_id named:<id>; reasons are sealed, and null once destroyed';

create table archive_loan (
  id              bigint generated always as identity primary key,
  number          text not null references archive (number),
  borrower        text not null,
  purpose         bytea,
  days            integer not null check (days > 0),
  medium          text not null check (medium in ('ELECTRONIC', 'PAPER', 'BOTH')),
  sensitive       boolean not null,
  extensions_left integer not null,
  status          text not null check (status in
    ('REQUESTED', 'WITHDRAWN', 'REFUSED', 'LENT', 'RETURNED', 'LOST')),
  requested_at    timestamptz not null,
  decided_by      text,
  decided_at      timestamptz,
  opinion         bytea,
  until           timestamptz,
  handed_out_by   text,
  handed_out_at   timestamptz,
  ended_by        text,
  ended_at        timestamptz,
  return_note     bytea
);
create index archive_loan_number on archive_loan (number, id);
create index archive_loan_borrower on archive_loan (borrower, id);
create unique index archive_loan_paper_once on archive_loan (number) where status = 'LENT' and medium <> 'ELECTRONIC';
comment on table archive_loan is 'The loan register (档案借阅记录表); purpose, opinion and note are sealed, and null once destroyed';
comment on column archive_loan.until is 'Last instant of the loan; the grant ends there by itself';
