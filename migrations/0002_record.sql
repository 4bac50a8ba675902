-- What every write leaves behind, in its own transaction.

-- One row an event: who did what to which record, when, and each field from and to.
create table audit_event (
    id bigint generated always as identity primary key,
    entity text not null,
    entity_id bigint not null,
    event text not null,
    -- Null where the system itself acted.
    actor_id bigint references person,
    at timestamptz not null,
    changes jsonb not null
);
create index audit_event_by_entity on audit_event (entity, entity_id, id desc);

-- What the world still has to be told of an event; a worker takes it from here.
create table outbox (
    id bigint generated always as identity primary key,
    audit_event_id bigint not null references audit_event,
    event text not null,
    payload jsonb not null,
    at timestamptz not null
);
