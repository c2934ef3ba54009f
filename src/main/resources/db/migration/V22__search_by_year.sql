-- Words have other tokens in each year, and a filed archive is found by what the archivist confirmed:
-- docs/adr/0031-search-by-year.md

drop trigger archive_search_change on complaint;
drop function archive_search_facets(complaint);

create function archive_search_facets(c complaint, a archive) returns text[] language sql immutable as $$
  select array_remove(array['category:' || coalesce(a.category, c.category), 'urgency:' || a.urgency,
    'priority:' || c.priority, 'severity:' || c.severity, 'complexity:' || c.complexity, 'unit:' || c.lead_unit,
    'product:' || c.product, 'issue:' || c.issue_point], null)
$$;

create or replace function archive_search_follow() returns trigger language plpgsql as $$
declare
  cover archive;
begin
  if tg_op = 'INSERT' then
    insert into archive_search (number, registered_at, tokens, texts)
    values (new.number, new.registered_at, array_to_tsvector(archive_search_facets(new, null)), '{}');
  else
    -- the cover first, as whoever appends to the file does: two in opposite order would wait for each other
    select * into cover from archive where number = new.number for update;
    update archive_search set tokens = ts_delete(tokens, archive_search_facets(old, cover))
      || array_to_tsvector(archive_search_facets(new, cover))
    where number = new.number;
  end if;
  return null;
end
$$;

create trigger archive_search_change after update on complaint
  for each row when (archive_search_facets(old, null) is distinct from archive_search_facets(new, null))
  execute function archive_search_follow();

create function archive_search_file() returns trigger language plpgsql as $$
begin
  update archive_search s set tokens = ts_delete(s.tokens, archive_search_facets(c, old))
    || array_to_tsvector(archive_search_facets(c, new))
  from complaint c where c.number = new.number and s.number = new.number;
  return null;
end
$$;

create trigger archive_search_filed after update of category, urgency on archive
  for each row when ((old.category, old.urgency) is distinct from (new.category, new.urgency))
  execute function archive_search_file();

-- the next start reads them anew
update archive_search set texts = null;
