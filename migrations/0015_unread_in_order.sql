-- In order, so that counting some of the unread ones is reading a few entries of the index and never the table.
drop index notification_unread;
create index notification_unread on notification (person_id, id) where read_at is null;
