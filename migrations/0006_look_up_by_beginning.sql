-- The look-up walks a company's people by name, letter by letter whatever the order of the database's own
-- collation: from the beginning that was typed on.
drop index person_by_company_name;
create index person_by_company_name on person (company_id, sort_name collate "C", id);
