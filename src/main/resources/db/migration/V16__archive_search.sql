-- What the archives are found by. No readable text: words are keyed hashes, see docs/adr/0023-archive-search.md.

create table archive_search (
  number        text primary key,
  registered_at timestamptz not null,
  tokens        tsvector not null,
  texts         integer[]
) with (fillfactor = 80,
  toast_tuple_target = 8160, -- a usual case's tokens stay in the row
  parallel_workers = 0);     -- starting workers takes longer than finding a page
comment on table archive_search is 'One row per case, in step with complaint and archive_entry';
comment on column archive_search.tokens is 'Keyed hashes of two characters each, and facets in clear such as category:LOGISTICS';
comment on column archive_search.texts is 'Sequences of the entries whose payload holds words; null until they were read';

create index archive_search_tokens on archive_search using gin (tokens);
create index archive_search_registered on archive_search (registered_at, number);
create index archive_search_unread on archive_search (number) where texts is null;
create index complaint_number_prefix on complaint (number text_pattern_ops);
create index complaint_closed on complaint (closed_at) where closed_at is not null;
create index archive_filed on archive (filed_at) where filed_at is not null;

create function archive_search_facets(c complaint) returns text[] language sql immutable as $$
  select array_remove(array['category:' || c.category, 'priority:' || c.priority, 'severity:' || c.severity,
    'complexity:' || c.complexity, 'unit:' || c.lead_unit, 'product:' || c.product, 'issue:' || c.issue_point], null)
$$;

create function archive_search_follow() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into archive_search (number, registered_at, tokens, texts)
    values (new.number, new.registered_at, array_to_tsvector(archive_search_facets(new)), '{}');
  else
    -- the cover first, as whoever appends to the file does: two in opposite order would wait for each other
    perform 1 from archive where number = new.number for update;
    update archive_search
    set tokens = ts_delete(tokens, archive_search_facets(old)) || array_to_tsvector(archive_search_facets(new))
    where number = new.number;
  end if;
  return null;
end
$$;

create trigger archive_search_begin after insert on complaint
  for each row execute function archive_search_follow();
create trigger archive_search_change after update on complaint
  for each row when (archive_search_facets(old) is distinct from archive_search_facets(new))
  execute function archive_search_follow();

insert into archive_search (number, registered_at, tokens)
select number, registered_at, array_to_tsvector(archive_search_facets(c)) from complaint c;
