drop table sessions;
drop table setup_links;
drop table accounts;
