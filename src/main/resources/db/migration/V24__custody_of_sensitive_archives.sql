-- Who keeps highly sensitive and restricted archives, and paper that is found again. See docs/adr/0033-confidentiality.md.

alter table disposal_list add column custodian text not null default 'archivist'
  check (custodian in ('archivist', 'board-office'));
comment on column disposal_list.custodian is 'The group that appraises the list; what the archivist may not see stands on a list of the board office';

alter table archive_loan
  add column found_by text,
  add column found_at timestamptz;
comment on column archive_loan.found_at is 'When paper that this loan had lost was found again';
