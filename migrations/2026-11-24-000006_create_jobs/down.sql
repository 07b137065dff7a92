drop table audit_entries;
drop table jobs;
