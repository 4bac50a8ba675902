-- States that know when: a hold that ends by itself, the end and the re-opening after it; and the ledger of time.

-- For how many days after its end an interaction may be re-opened; after that a new one follows it.
alter table company add column reopen_days integer not null default 14 check (reopen_days between 0 and 3650);

alter table interaction
    -- When it goes back to In Progress by itself.
    add column wake_at timestamptz check (wake_at is null or status = 'on_hold'),
    -- When it ended; null while it goes on.
    add column ended_at timestamptz,
    -- The one that had ended for too long to be re-opened.
    add column follows bigint references interaction;
create index interaction_by_wake on interaction (wake_at) where wake_at is not null;
create index interaction_by_follows on interaction (follows) where follows is not null;

-- What an interaction's time went into. A segment that runs has no end; a wait is written when it is over.
create table interaction_time (
    id bigint generated always as identity primary key,
    number bigint not null references interaction,
    kind text not null check (kind in ('wait', 'work', 'hold', 'wrap_up')),
    -- Whose time; null for that of the interaction itself.
    person_id bigint references person,
    started_at timestamptz not null,
    ended_at timestamptz check (ended_at >= started_at),
    check ((person_id is null) = (kind in ('wait', 'hold'))),
    check (ended_at is not null or kind <> 'wait')
);
create index interaction_time_by_number on interaction_time (number, started_at);
-- Of an interaction and an agent (or none) one segment runs at most.
create unique index interaction_time_running on interaction_time (number, person_id) nulls not distinct
    where ended_at is null;
create unique index interaction_time_wait on interaction_time (number) where kind = 'wait';

-- An interaction's segments: id, kind, whose, their name, start and end in microseconds since 1970.
create function interaction_ledger(of_number bigint) returns jsonb language sql stable as $$
    select jsonb_agg(jsonb_build_array(
        t.id, t.kind, t.person_id, p.name,
        (extract(epoch from t.started_at) * 1000000)::bigint, (extract(epoch from t.ended_at) * 1000000)::bigint
    ) order by t.started_at, t.id)
    from interaction_time t left join person p on p.id = t.person_id
    where t.number = of_number
$$;

-- What is there already, as far as its audit log tells: when it ended, how long it waited, since when it is on hold.
create temporary table moved on commit drop as
select e.entity_id as number, e.at, change->'to'->>'text' as status
from audit_event e cross join jsonb_array_elements(e.changes) change
where e.entity = 'interaction' and e.event = 'updated' and change->>'field' = 'Status';
create index on moved (number);
update interaction i
set ended_at = coalesce((select max(at) from moved where moved.number = i.number), i.reported_at)
where status in ('completed', 'dropped', 'withdrawn', 'denied');
insert into interaction_time (number, kind, started_at, ended_at)
select i.number, 'wait', i.reported_at, greatest(i.reported_at, least(answer.at, i.ended_at))
from interaction i cross join lateral (
    select min(at) as at from (
        select at from moved where moved.number = i.number and status = 'In Progress'
        union all
        select at from interaction_comment where number = i.number and by_desk and not internal
        union all
        -- It began so.
        select i.reported_at where i.status = 'in_progress' and not exists (select from moved where moved.number = i.number)
    ) answers
) answer
where least(answer.at, i.ended_at) is not null;
insert into interaction_time (number, kind, started_at)
select i.number, 'hold', coalesce((select max(at) from moved where moved.number = i.number), i.reported_at)
from interaction i where i.status = 'on_hold';
