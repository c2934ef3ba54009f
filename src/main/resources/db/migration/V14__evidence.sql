alter table archive_evidence add column thumbnail boolean not null default false;
comment on column archive_evidence.thumbnail is 'A small picture of it lies beside the file';

alter table archive_evidence add column arrival bigint generated always as identity;
comment on column archive_evidence.arrival is 'Order among what came in the same instant';
