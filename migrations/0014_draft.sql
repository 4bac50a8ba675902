-- What somebody typed and has not sent yet, for them alone. It is no change of a record and leaves no trace: it is written
-- over while they type, and removed when they send it or want it no more.
create table draft (
    person_id bigint not null references person,
    -- Which form it is for: `interaction.new`, `interaction.new:17` (which follows it), `interaction.edit:17`, `interaction.comment:17:desk`.
    place text not null check (length(place) between 1 and 100),
    -- Names and values, as a form is sent.
    fields jsonb not null,
    -- The version of the record that an edit began with.
    version int,
    updated_at timestamptz not null,
    primary key (person_id, place)
);
create index draft_by_time on draft (updated_at);
