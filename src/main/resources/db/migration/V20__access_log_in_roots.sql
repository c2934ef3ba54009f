-- The daily root also holds one hash over the lines of the access log since the root before, see docs/adr/0029.

alter table archive_root
  add column log_last  bigint,
  add column log_lines bigint,
  add column log_gaps  int8multirange,
  add column log_hash  bytea;
alter table archive_root add check (num_nulls(log_last, log_lines, log_gaps, log_hash) in (0, 4));
comment on column archive_root.log_last is 'Highest id of the access log; null in roots of an older form';
comment on column archive_root.log_gaps is 'Ids up to there that no line had: rolled back, or still open, then the next root holds them';
