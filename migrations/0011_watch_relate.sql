-- Who watches an interaction, and how interactions belong together.

-- Whether people outside may be told by e-mail of what happens to the company's interactions.
alter table company add column external_watchers boolean not null default false;

create table interaction_watcher (
    id bigint generated always as identity primary key,
    number bigint not null references interaction,
    -- Somebody who is known, or else an address of nobody who is.
    person_id bigint references person,
    email text check (email = lower(email)),
    added_by_id bigint not null references person,
    at timestamptz not null,
    check ((person_id is null) <> (email is null)),
    unique (number, person_id),
    unique (number, email)
);
create index interaction_watcher_by_person on interaction_watcher (person_id, number) where person_id is not null;

-- Who sees an interaction as who asked: for whom and by whom it was requested, and who of its company watches it.
create function interaction_own_side(of_number bigint) returns table (person_id bigint)
language sql stable as $$
    select i.requested_for_id from interaction i where i.number = of_number
    union
    select i.requested_by_id from interaction i where i.number = of_number
    union
    select w.person_id from interaction_watcher w
    join interaction i on i.number = w.number
    join person p on p.id = w.person_id and p.company_id = i.company_id
    where w.number = of_number
$$;

-- Two interactions have one relation at most.
create table interaction_relation (
    id bigint generated always as identity primary key,
    kind text not null check (kind in ('parent', 'related')),
    -- The parent, or the lower number of two that are related.
    first bigint not null references interaction,
    -- The child, or the higher number.
    second bigint not null references interaction,
    added_by_id bigint not null references person,
    at timestamptz not null,
    check (first <> second),
    check (kind = 'parent' or first < second)
);
create unique index interaction_relation_pair on interaction_relation (least(first, second), greatest(first, second));
create unique index interaction_relation_one_parent on interaction_relation (second) where kind = 'parent';
create index interaction_relation_by_first on interaction_relation (first);
create index interaction_relation_by_second on interaction_relation (second);
