-- Who looks at which interaction just now, and who types. Every open page says so again every few seconds; what is
-- lost with a crash is told anew, so the table needs no log.
create unlogged table interaction_presence (
    -- An open page of somebody's browser.
    page uuid primary key,
    number bigint not null,
    person_id bigint not null,
    typing boolean not null,
    seen_at timestamptz not null
);
create index interaction_presence_by_number on interaction_presence (number);
create index interaction_presence_by_time on interaction_presence (seen_at);

-- Announces to the desk that something about the presence at an interaction is different.
create function interaction_presence_changed(changed bigint) returns void language sql as $$
    select pg_notify('firstline_live', '- ' || jsonb_build_object(
        'kind', 'interaction.presence', 'id', number, 'version', version,
        'company', company_id, 'people', '[]'::jsonb, 'internal', true
    )::text)
    from interaction where number = changed
$$;
