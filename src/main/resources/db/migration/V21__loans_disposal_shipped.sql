-- Loans that end before their time, who had a part in an appraisal, and what we shipped. See docs/adr/0030-shipped-state.md.

alter table archive_loan drop constraint archive_loan_status_check;
alter table archive_loan add constraint archive_loan_status_check
  check (status in ('REQUESTED', 'WITHDRAWN', 'REFUSED', 'LENT', 'RETURNED', 'REVOKED', 'LOST'));
alter table archive_loan
  add column revokers          text not null default '',
  add column revoked_by        text,
  add column revoked_at        timestamptz,
  add column revocation_reason bytea;
comment on column archive_loan.revokers is 'Groups that may take it back, by comma; none for loans from before the table loan-policy named them';
comment on column archive_loan.revoked_at is 'Reading ended then; paper that is out stays lent until it is back. The reason is sealed, and null once destroyed';

alter table disposal_list add column appraisers text[] not null default '{}';
update disposal_list l set appraisers = array(
  select appraised_by from disposal_item where list = l.id and appraised_by is not null
  union select submitted_by from disposal_list where id = l.id and submitted_by is not null);
comment on column disposal_list.appraisers is 'Who ever decided about an archive of the list, or submitted it; none of them approves it';

create table shipped_state (
  item  text primary key,
  state text not null
);
comment on table shipped_state is 'Task filters and authorizations of the engine as this application last wrote them; what differs was changed by hand';
