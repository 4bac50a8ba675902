-- Many interactions changed at once: what somebody asked for, and what became of each.

create table bulk_job (
    id bigint generated always as identity primary key,
    person_id bigint not null references person,
    -- Made by the form; the same form sent twice is one job.
    submission uuid not null unique,
    -- The form, and what it asks for as people read it.
    change jsonb not null,
    title text not null,
    -- The job whose changes this one takes back; that is done once.
    undoes bigint unique references bulk_job on delete cascade,
    total integer not null check (total > 0),
    begun_at timestamptz not null,
    -- When the last one was done; null while there are some to do.
    finished_at timestamptz
);
create index bulk_job_running on bulk_job (id) where finished_at is null;
create index bulk_job_finished on bulk_job (finished_at) where finished_at is not null;

-- A number may be one that is not there, or not for that person to see: then this says so.
create table bulk_item (
    job_id bigint not null references bulk_job on delete cascade,
    number bigint not null,
    -- Null until it was its turn.
    outcome text check (outcome in ('changed', 'same', 'failed')),
    -- Why it failed, as a sentence.
    why text check ((why is not null) = (outcome is not distinct from 'failed')),
    -- What the change replaced, for an undo.
    before jsonb check (before is null or outcome = 'changed'),
    -- The version of the record after it.
    version integer,
    done_at timestamptz check ((done_at is null) = (outcome is null)),
    primary key (job_id, number)
);
create index bulk_item_next on bulk_item (job_id, number) where outcome is null;
create index bulk_item_failed on bulk_item (job_id, number) where outcome = 'failed';
