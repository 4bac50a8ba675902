insert into company (id, name) values (1, 'Northwind'), (2, 'Contoso'), (3, 'Fabrikam');

insert into support_group (id, name) values
    (11, 'Service Desk'), (12, 'Network'), (13, 'Fabrikam Desk'), (14, 'Field Crew');

insert into company_group (company_id, group_id) values (1, 11), (2, 11), (1, 12), (2, 12), (3, 13);

-- The hash is of "demo", made with the least work Argon2 allows: a test need not wait for it.
insert into person (id, company_id, first_name, last_name, email, phone, vip, active, password_hash, created_at)
select id, company, first, last, email, phone, vip, active,
    '$argon2id$v=19$m=8,t=1,p=1$optS53VtXkn9u3lxNz1Vzw$MwZLnx/7pKeZLTlbpycoBg', '2026-01-01 00:00Z'
from (values
    (101, 1, 'Astrid', 'Berg',       'astrid.berg@northwind.test',   '+44 20 7946 0101', false, true),
    (102, 1, 'Bo',     'Lind',       'bo.lind@northwind.test',       '',                 false, true),
    (103, 1, 'Vera',   'Blick',      'vera.blick@northwind.test',    '',                 false, true),
    (104, 3, 'Otto',   'Fabry',      'otto.fabry@fabrikam.test',     '',                 false, true),
    (105, 1, 'Magda',  'Klein',      'magda.klein@northwind.test',   '',                 false, true),
    (106, 1, 'Ada',    'Minister',   'ada.minister@northwind.test',  '',                 false, true),
    (107, 1, 'Paul',   'Prove',      'paul.prove@northwind.test',    '',                 false, true),
    (108, 1, 'Rosa',   'Quest',      'rosa.quest@northwind.test',    '+44 20 7946 0108', false, true),
    (109, 1, 'Victor', 'Prime',      'victor.prime@northwind.test',  '+44 20 7946 0109', true,  true),
    (110, 2, 'Carla',  'Conti',      'carla.conti@contoso.test',     '020 7946 0110',    false, true),
    (111, 3, 'Frieda', 'Fabry',      'frieda.fabry@fabrikam.test',   '',                 false, true),
    (112, 1, 'Lars',   'Leaver',     'lars.leaver@northwind.test',   '',                 false, false),
    (113, 1, 'Tim',    'Twin',       'tim.twin.1@northwind.test',    '',                 false, true),
    (114, 1, 'Tim',    'Twin',       'tim.twin.2@northwind.test',    '',                 false, true),
    (115, 1, 'Uma',    'Nowhere',    'uma.nowhere@northwind.test',   '',                 false, true)
) p (id, company, first, last, email, phone, vip, active);

insert into person_role (person_id, role) values
    (101, 'service_desk_user'), (102, 'service_desk_user'), (103, 'interaction_viewer'), (104, 'service_desk_user'),
    (105, 'interaction_manager'), (106, 'administrator'), (107, 'approver'), (112, 'service_desk_user'),
    (115, 'interaction_user');

insert into group_member (person_id, group_id) values
    (101, 11), (101, 12), (101, 14), (102, 11), (103, 11), (104, 13), (105, 11), (105, 12), (112, 11), (115, 14);

insert into reason (id, company_id, name, position, active) values
    (201, 1, 'Enquiry', 1, true), (202, 1, 'New Incident', 2, true), (205, 1, 'Fax', 3, false),
    (203, 2, 'Enquiry', 1, true), (204, 3, 'Enquiry', 1, true);

insert into category (id, company_id, parent_id, level, name) values
    (301, 1, null, 1, 'Hardware'), (302, 1, 301, 2, 'Printer'), (303, 1, 302, 3, 'Toner'),
    (304, 1, null, 1, 'Software'), (305, 1, 304, 2, 'Mail'),    (306, 1, 305, 3, 'Calendar'),
    (311, 3, null, 1, 'Hardware'), (312, 3, 311, 2, 'Robot'),   (313, 3, 312, 3, 'Arm');

insert into configuration_item (id, company_id, name, kind) values (401, 1, 'printer-7', 'Printer'), (402, 3, 'robot-1', 'Robot');

insert into service (id, company_id, name) values (501, 1, 'Mail'), (502, 3, 'Assembly');
