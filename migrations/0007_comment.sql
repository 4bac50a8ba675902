-- What people say about an interaction. A comment is never changed and never removed.
create table interaction_comment (
    id bigint generated always as identity primary key,
    number bigint not null references interaction,
    -- Made by the form; a second post of it finds the first one's comment.
    submission uuid not null unique,
    author_id bigint not null references person,
    kind text not null check (kind in ('comment', 'phone_call', 'email', 'user_requested_update', 'work_note')),
    -- Whether the author wrote for the desk, and not as who asked.
    by_desk boolean not null,
    -- Internal ones are for staff alone; a work note always is.
    internal boolean not null,
    -- Markdown, as it was typed.
    body text not null check (body <> ''),
    at timestamptz not null,
    check (internal or kind <> 'work_note'),
    check (by_desk or not internal)
);
create index interaction_comment_by_number on interaction_comment (number, id);
-- What requesters see.
create index interaction_comment_public on interaction_comment (number, id) where not internal;
