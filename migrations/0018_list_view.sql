-- Lists that somebody saved under a name, and how each person keeps theirs.

create table list_view (
    id bigint generated always as identity primary key,
    owner_id bigint not null references person,
    name text not null check (name <> '' and length(name) <= 1000),
    -- The parameters of the list's address, as the program prints them.
    address text not null check (length(address) <= 65536),
    shared text not null check (shared in ('private', 'group', 'all')),
    group_id bigint references support_group,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    check ((shared = 'group') = (group_id is not null))
);
create unique index list_view_by_name on list_view (owner_id, lower(name));
create index list_view_by_group on list_view (group_id) where shared = 'group';
create index list_view_for_all on list_view (id) where shared = 'all';

-- What somebody sees of them: their own, those for their groups, and those for all by whoever works for a company that
-- they work for too.
create function list_view_seen(person bigint, groups bigint[], companies bigint[]) returns setof list_view
language sql stable as $$
    select * from list_view where owner_id = person
    union all
    select * from list_view where shared = 'group' and group_id = any(groups) and owner_id <> person
    union all
    select v.* from list_view v
    where v.shared = 'all' and v.owner_id <> person and exists (
        select from group_member m join company_group g using (group_id)
        where m.person_id = v.owner_id and g.company_id = any(companies)
    )
$$;

-- How a person keeps them: a preference, which nobody else sees.
create table list_view_choice (
    person_id bigint primary key references person,
    -- What the list opens with.
    default_id bigint references list_view on delete set null,
    -- The ids in their order; what is not among them comes behind, by name.
    ordered bigint[] not null default '{}'
);
create index list_view_choice_by_default on list_view_choice (default_id) where default_id is not null;
