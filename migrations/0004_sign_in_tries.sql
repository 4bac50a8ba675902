-- Counts a try to sign in as a failure before its password is looked at, unless too many count already:
-- then it gives the oldest failure that still counts against the limit, and counts nothing.
--
-- Tries of one e-mail address, and those from one network address, follow one another here, so that a burst
-- is counted as the same tries one by one would be. A function, because what it reads must be read after the
-- locks were given; the address's lock always comes second, so that two tries never wait for each other.
create function count_sign_in_try(
    try_email text, try_address text, now timestamptz, since timestamptz, per_email bigint, per_address bigint
) returns timestamptz language plpgsql volatile as $$
declare
    deciding timestamptz;
begin
    perform pg_advisory_xact_lock(hashtextextended('sign-in email ' || try_email, 0));
    perform pg_advisory_xact_lock(hashtextextended('sign-in address ' || try_address, 0));
    select greatest(
        (select at from sign_in_failure where email = try_email and at > since
            order by at desc offset per_email - 1 limit 1),
        (select at from sign_in_failure where address = try_address and at > since
            order by at desc offset per_address - 1 limit 1)
    ) into deciding;
    if deciding is null then
        insert into sign_in_failure (email, address, at) values (try_email, try_address, now);
    end if;
    return deciding;
end
$$;
