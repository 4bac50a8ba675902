-- The audit log can only grow, and each record's part of it is a chain: an event's hash is made of what it says and of
-- the hash of the event before it. Whoever changes, removes or moves a row behind the application's back breaks it, and
-- `firstline audit verify` says where. How a hash is made: crates/platform/src/chain.rs.

alter table audit_event add column seq int, add column hash bytea;

create function audit_follow(previous bytea, content bytea) returns bytea
    language sql immutable strict parallel safe
    return sha256(previous || content);

create aggregate audit_chain(bytea) (
    sfunc = audit_follow,
    stype = bytea,
    initcond = '\x0000000000000000000000000000000000000000000000000000000000000000'
);

update audit_event e set seq = made.seq, hash = made.hash
from (
    select id, row_number() over record as seq, audit_chain(sha256(convert_to(
        jsonb_build_array(entity, entity_id, event, actor_id, (extract(epoch from at) * 1000000)::bigint, changes)::text,
        'UTF8'
    ))) over record as hash
    from audit_event
    window record as (partition by entity, entity_id order by id)
) made
where made.id = e.id;

drop aggregate audit_chain(bytea);

alter table audit_event alter column seq set not null, alter column hash set not null;

-- The end of each record's chain: how many events there are, and the hash of the last. Without it nobody would miss them.
-- Every event updates its row, within the page where there is room.
create table audit_head (
    entity text not null,
    entity_id bigint not null,
    seq int not null,
    hash bytea not null,
    primary key (entity, entity_id)
) with (fillfactor = 80);

insert into audit_head (entity, entity_id, seq, hash)
select distinct on (entity, entity_id) entity, entity_id, seq, hash
from audit_event
order by entity, entity_id, id desc;

create function audit_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'the audit log can only grow' using errcode = 'insufficient_privilege';
end
$$;

create trigger audit_event_is_append_only before update or delete or truncate on audit_event
    for each statement execute function audit_is_append_only();

create trigger audit_head_is_kept before delete or truncate on audit_head
    for each statement execute function audit_is_append_only();
