-- A root is the top of a tree, so that one case can show its place without naming the others; and an authority may
-- put its time stamp on it. See docs/adr/0024-export-package-and-time-stamp.md.

alter table archive_root add column tree bytea;
comment on column archive_root.tree is 'Top of the Merkle tree over the heads; null in roots of the form huiyin-root-1';

create table archive_root_stamp (
  day   date primary key,
  token bytea not null
);
comment on table archive_root_stamp is 'RFC 3161 time stamp token over the root of the day';

create trigger archive_root_stamp_append_only before update or delete or truncate on archive_root_stamp
  for each statement execute function archive_refuse();
revoke update, delete, truncate on archive_root_stamp from public, current_user;
