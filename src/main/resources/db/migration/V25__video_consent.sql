-- Who brings a video without the customer's consent answers for it that nobody's conversation is in it.
alter table archive_evidence add column no_conversation boolean not null default false;
