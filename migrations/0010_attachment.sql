-- Files that people add to an interaction. Their content is in an object store, named by its hash; what is here says
-- whose it is and what it is called.

-- Which installation this database is: what is kept for it elsewhere is kept under this name, so that two of them can
-- share a store and neither tidies up the other's.
create table installation (
    singleton boolean primary key default true check (singleton),
    id uuid not null default gen_random_uuid()
);
insert into installation default values;

create table interaction_attachment (
    id bigint generated always as identity primary key,
    number bigint not null references interaction,
    uploader_id bigint not null references person,
    -- Whether it was added for the desk, and not as who asked.
    by_desk boolean not null,
    -- Internal ones are for staff alone.
    internal boolean not null,
    -- As people read it; never the name of anything in a file system.
    name text not null check (name <> ''),
    -- What its first bytes say it is.
    kind text not null check (kind in ('png', 'jpeg', 'gif', 'webp', 'pdf', 'zip', 'other')),
    size bigint not null check (size >= 0),
    -- SHA-256 of its content.
    hash bytea not null check (octet_length(hash) = 32),
    at timestamptz not null,
    check (by_desk or not internal)
);
create index interaction_attachment_by_number on interaction_attachment (number, id);
-- Whether a content is named by any row still.
create index interaction_attachment_by_hash on interaction_attachment (hash);
