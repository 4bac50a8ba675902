-- Who is told of what happened: in the application, by e-mail.

-- Until now nobody took anything from here. What is there is long over, and nobody is to be told of it.
truncate outbox;

-- What a person is told of, in the application. It collects what happens to one subject within a minute.
create table notification (
    id bigint generated always as identity primary key,
    person_id bigint not null references person,
    -- What it is about: a kind of record and its id, as people name it, what it says, and the address of its page.
    subject_kind text not null,
    subject_id bigint not null,
    label text not null,
    title text not null,
    path text not null,
    -- Why this person is told.
    reasons jsonb not null,
    -- What happened, one after the other.
    lines jsonb not null,
    at timestamptz not null,
    -- From then on it takes no more lines.
    closes_at timestamptz not null,
    read_at timestamptz
);
create index notification_by_person on notification (person_id, id);
-- The number at the bell: read with every session, from the index alone.
create index notification_unread on notification (person_id) where read_at is null;
create index notification_open on notification (person_id, subject_id, closes_at) where read_at is null;

-- How a person wants to be told; what is not here is told both ways.
create table notification_setting (
    person_id bigint not null references person,
    kind text not null check (kind in ('assigned', 'group', 'watching', 'asked', 'mentioned')),
    in_app boolean not null,
    by_mail boolean not null,
    primary key (person_id, kind)
);

-- E-mail that waits, and what became of it.
create table mail (
    id bigint generated always as identity primary key,
    -- The same each time it is sent: who gets a second copy can tell that it is one.
    message_id uuid not null unique default gen_random_uuid(),
    -- Null for an address of nobody who is known.
    person_id bigint references person,
    name text not null,
    address text not null,
    subject_kind text not null,
    subject_id bigint not null,
    label text not null,
    title text not null,
    path text not null,
    -- The address of the page that ends it, for who cannot sign in.
    unsubscribe text,
    reasons jsonb not null,
    lines jsonb not null,
    at timestamptz not null,
    -- From then on it takes no more lines.
    closes_at timestamptz not null,
    -- `kept`: there was no server to send it by.
    state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed', 'kept')),
    -- When it is tried next.
    due_at timestamptz not null,
    tries integer not null default 0,
    error text,
    done_at timestamptz
);
create index mail_due on mail (due_at, id) where state = 'waiting';
create index mail_open on mail (address, subject_id) where state = 'waiting' and tries = 0;
create index mail_by_person on mail (person_id, id);
create index mail_done on mail (done_at) where state <> 'waiting';

-- What the links that end e-mail to somebody outside are signed with: 244 random bits, made here.
create table unsubscribe_key (
    key bytea not null
);
insert into unsubscribe_key
values (sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')));
