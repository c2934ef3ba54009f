-- Where the demo's time machine stands. Used in profile demo only.

create table demo_clock (
  only_row   boolean primary key default true check (only_row),
  shifted_by bigint not null  -- milliseconds ahead of the system's clock
);
