alter table archive_evidence add column thumbnail boolean not null default false;
comment on column archive_evidence.thumbnail is 'A small picture of it lies beside the file';
