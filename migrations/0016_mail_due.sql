-- What is due and what is open are looked for by conditions of their own, so that neither is ever read through for the other.
alter table mail add check ((state = 'waiting') = (done_at is null));
drop index mail_due;
create index mail_due on mail (due_at, id) where done_at is null;
