-- What interactions are found by: the words of everything that is written in and about them.

-- As before, and faster for the many texts that have no accents.
create or replace function fold_text(value text) returns text language sql immutable parallel safe as $$
    select case when octet_length(value) = length(value) then lower(value)
        else translate(
            regexp_replace(normalize(lower(value), nfd), '[\u0300-\u036f]', '', 'g'), 'øłđıßæœþð', 'oldisaotd'
        )
    end
$$;

-- The words of a text as they are looked up: folded, split at whatever is no letter and no digit, the first 30
-- characters of each, with single spaces between them.
create function search_words(value text) returns text language sql immutable parallel safe as $$
    select trim(regexp_replace(
        regexp_replace(fold_text(value), '[^[:alnum:]]+', ' ', 'g'), '([^ ]{30})[^ ]+', '\1', 'g'
    ))
$$;

-- The functions below are in PL/pgSQL where the planner could not put them into the query: calling one in SQL costs more
-- than what it does.

-- The words of a text as they are indexed. The weight says where they stand: A in the summary, B in names, addresses and
-- names of files, C in the description, D in comments. Their order is not kept. The mark ~long is of a text that has a
-- word of which the index has not all.
create function search_vector(value text, weight text) returns tsvector
language plpgsql immutable parallel safe as $$
declare
    words text = search_words(value);
begin
    return case when words = '' then ''::tsvector
        else (replace(words, ' ', ':1' || weight || ' ') || ':1' || weight)::tsvector end
        || case when value ~ '[[:alnum:]]{31}' then '~long'::tsvector else '' end;
end $$;

-- The words of a summary once more, as the index tells them from others without looking at the row: .printer
create function search_headline(value text) returns tsvector language plpgsql immutable parallel safe as $$
declare
    words text = search_words(value);
begin
    return case when words = '' then ''::tsvector
        else array_to_tsvector(string_to_array('.' || replace(words, ' ', ' .'), ' ')) end;
end $$;

-- In a table of its own: only what is looked for here is written again when it changes.
create table interaction_search (
    number bigint primary key references interaction on delete cascade,
    -- The words, those of the summary once more, and the marks.
    words tsvector not null
);

create function interaction_words(i interaction) returns tsvector language plpgsql stable as $$
begin
    return search_vector(i.summary, 'A') || search_headline(i.summary)
        || search_vector(
            (select string_agg(p.name || ' ' || p.email, ' ') from person p
                where p.id in (i.requested_for_id, i.requested_by_id))
            || ' ' || i.contact_email || ' ' || i.contact_phone,
            'B'
        )
        || search_vector(i.description, 'C');
end $$;

-- Marks are of what has few values, so that several conditions are found together in one index. No word is like one. The
-- first is of the 8,192 numbers that a record is among: the newest with a frequent word are found without all the others.
create function interaction_marks(i interaction) returns text[] language plpgsql immutable as $$
begin
    return array_remove(array[
        '~block' || (i.number >> 13),
        '~company' || i.company_id, '~reason' || i.reason_id, '~status_' || i.status, '~state_' || i.state_reason,
        '~through_' || i.through, '~vip' || i.vip::int, '~impact' || i.impact, '~urgency' || i.urgency,
        '~priority' || i.priority, '~group' || i.group_id, '~individual' || i.individual_id,
        '~category' || i.category_id, '~category' || i.subcategory_id, '~category' || i.type_id,
        '~ci' || i.ci_id, '~service' || i.service_id,
        case when i.group_id is null then '~no_group' end, case when i.individual_id is null then '~no_individual' end,
        case when i.description = '' then '~no_description' end,
        case when i.contact_email = '' then '~no_contact_email' end,
        case when i.contact_phone = '' then '~no_contact_phone' end
    ], null);
end $$;

-- The words with more of a weight, each once: what is said again makes them no larger. A record about which so much is
-- said that the database could not hold it is found by no words that come later.
create function search_append(words tsvector, more tsvector, weight text) returns tsvector
language plpgsql immutable parallel safe as $$
begin
    return case when length(words) < 7000
        then words || ts_delete(more, tsvector_to_array(ts_filter(words, array[weight]::"char"[])))
        else words end;
end $$;

create function search_add(words tsvector, more tsvector) returns tsvector
language plpgsql immutable parallel safe as $$
begin
    return case when length(words) < 7000 then words || ts_delete(more, tsvector_to_array(words)) else words end;
end $$;

create aggregate search_gather(tsvector) (sfunc = search_add, stype = tsvector, initcond = '');

-- Every word there is: what a mistyped one, or a part of one, is looked up in. Two who learn the same word at once do not
-- wait for each other, so that it may be there twice.
create table search_word (
    word text collate "C" not null
);
create index search_word_in_order on search_word (word);

create function search_learn(words text[]) returns void language sql as $$
    insert into search_word
    select w.word from unnest(words) w (word)
    where w.word !~ '^[.~]' and not exists (select from search_word s where s.word = w.word collate "C")
$$;

-- Writes what these are found by anew. For many at once: what is said is read in one go.
create function interaction_search_renew(numbers bigint[]) returns void language sql as $$
    with said as (
        select number, search_gather(search_vector(body, 'D') order by id) as words
        from interaction_comment where number = any(numbers) group by number
    ), filed as (
        select number, search_gather(search_vector(name, 'B') order by id) as words
        from interaction_attachment where number = any(numbers) group by number
    )
    insert into interaction_search (number, words)
    select i.number,
        search_append(search_append(interaction_words(i), coalesce(s.words, ''), 'd'), coalesce(f.words, ''), 'b')
            || array_to_tsvector(interaction_marks(i))
            || case when s.number is null then '' else '~comments'::tsvector end
            || case when f.number is null then '' else '~files'::tsvector end
    from interaction i left join said s using (number) left join filed f using (number)
    where i.number = any(numbers)
    on conflict (number) do update set words = excluded.words;
    select search_learn(array(
        select distinct word
        from interaction_search cross join lateral unnest(tsvector_to_array(words)) w (word)
        where number = any(numbers)
    ))
$$;

create function interaction_search_inserted() returns trigger language plpgsql as $$
declare
    learnt text[];
begin
    with found as (
        insert into interaction_search (number, words)
        select a.number, interaction_words(a) || array_to_tsvector(interaction_marks(a)) from added a
        returning words
    )
    select array_agg(word) into learnt
    from (select distinct word from found cross join lateral unnest(tsvector_to_array(words)) w (word)) seen;
    perform search_learn(learnt);
    return null;
end $$;

create function interaction_search_changed() returns trigger language plpgsql as $$
begin
    if (old.requested_for_id, old.requested_by_id, old.summary, old.description, old.contact_email, old.contact_phone)
        is distinct from
        (new.requested_for_id, new.requested_by_id, new.summary, new.description, new.contact_email, new.contact_phone)
    then
        perform interaction_search_renew(array[new.number]);
    elsif interaction_marks(old) <> interaction_marks(new) then
        update interaction_search
        set words = ts_delete(words, interaction_marks(old)) || array_to_tsvector(interaction_marks(new))
        where number = new.number;
    end if;
    return null;
end $$;

-- What is said only adds words: a long conversation is not read again at each comment.
create function interaction_search_commented() returns trigger language plpgsql as $$
declare
    more tsvector = search_vector(new.body, 'D');
begin
    update interaction_search set words = search_append(words, more, 'd') || '~comments'::tsvector
    where number = new.number;
    perform search_learn(tsvector_to_array(more));
    return null;
end $$;

create function interaction_search_attached() returns trigger language plpgsql as $$
declare
    more tsvector = search_vector(new.name, 'B');
begin
    update interaction_search set words = search_append(words, more, 'b') || '~files'::tsvector
    where number = new.number;
    perform search_learn(tsvector_to_array(more));
    return null;
end $$;

create function interaction_search_removed() returns trigger language plpgsql as $$
begin
    perform interaction_search_renew(array[old.number]);
    return null;
end $$;

create function person_search_changed() returns trigger language plpgsql as $$
begin
    perform interaction_search_renew(array(
        select number from interaction where requested_for_id = new.id or requested_by_id = new.id
    ));
    return null;
end $$;

create trigger interaction_search_on_insert after insert on interaction
    referencing new table as added for each statement execute function interaction_search_inserted();
create trigger interaction_search_on_update after update on interaction
    for each row execute function interaction_search_changed();
create trigger interaction_search_on_comment after insert on interaction_comment
    for each row execute function interaction_search_commented();
create trigger interaction_search_on_attachment after insert on interaction_attachment
    for each row execute function interaction_search_attached();
create trigger interaction_search_on_removal after delete on interaction_attachment
    for each row execute function interaction_search_removed();
create trigger interaction_search_on_person after update on person for each row
    when ((old.name, old.email) is distinct from (new.name, new.email)) execute function person_search_changed();

-- What is there already, indexed when it is in. New entries go into the index at once: a list of those still to be put
-- in would be read through at every search.
do $$
declare
    part bigint[];
begin
    for part in select array_agg(number) from interaction group by number / 10000 loop
        perform interaction_search_renew(part);
    end loop;
end $$;
create index interaction_search_words on interaction_search using gin (words) with (fastupdate = off);
create index search_word_parts on search_word using gin (word gin_trgm_ops);
create extension if not exists fuzzystrmatch;
