-- Each scope of the list has an index of its own for every sort by something with few values. A walk then
-- reads only what it shows, however few of a company's interactions are in the scope.

-- With the company: an individual may work for companies that the reader does not see. The rows without
-- an individual are one stretch a company.
drop index interaction_by_individual;
create index interaction_by_individual on interaction (individual_id, company_id, number);
create index interaction_by_individual_status on interaction (individual_id, company_id, status, number);
create index interaction_by_individual_vip on interaction (individual_id, company_id, vip, number);
create index interaction_by_individual_reason on interaction (individual_id, reason_id, number);
create index interaction_by_group_status on interaction (group_id, company_id, status, number);
create index interaction_by_group_vip on interaction (group_id, company_id, vip, number);
create index interaction_by_group_reason on interaction (group_id, reason_id, number);
create index interaction_by_group_individual on interaction (group_id, individual_id, company_id, number);
-- What nobody of a group has taken on yet.
create index interaction_unassigned on interaction (group_id, company_id, number) where individual_id is null;
-- The first numbers of the last days are read from the index alone.
drop index interaction_by_time;
create index interaction_by_time on interaction (reported_at, number);
