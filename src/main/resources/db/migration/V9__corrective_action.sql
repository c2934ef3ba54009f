-- Who answers for a complaint, and what the company does so that it does not happen again. [003]

create table responsibility_share (
  number     text not null references complaint (number),
  unit       text not null,
  percent    integer not null check (percent between 1 and 100),
  decided_by text not null,
  decided_at timestamptz not null,
  primary key (number, unit)
);
comment on table responsibility_share is 'The split that holds now, together 100; earlier ones stand in the archive';

create table corrective_action (
  id          bigint generated always as identity primary key,
  number      text not null references complaint (number),
  issue_point text,
  unit        text,
  round       integer not null default 1,
  problem     bytea,
  ordered_by  text not null,
  ordered_at  timestamptz not null,
  verified_at timestamptz,
  ended_at    timestamptz
);
create unique index corrective_action_running on corrective_action (number) where ended_at is null;
create index corrective_action_number on corrective_action (number);
create index corrective_action_issue_point on corrective_action (issue_point) where ended_at is null;
comment on column corrective_action.round is 'Reports so far; one more each time the measures were not effective';
comment on column corrective_action.problem is 'Sealed';

create table corrective_measure (
  id      bigint generated always as identity primary key,
  action  bigint not null references corrective_action (id),
  round   integer not null,
  content bytea not null,
  owner   text not null,
  due_on  date not null,
  done_on date
);
create index corrective_measure_action on corrective_measure (action, round);
comment on column corrective_measure.content is 'Sealed';

create table corrective_link (
  number    text not null references complaint (number),
  action    bigint not null references corrective_action (id),
  linked_by text not null,
  linked_at timestamptz not null,
  primary key (number, action)
);
create index corrective_link_action on corrective_link (action);
comment on table corrective_link is 'Other complaints about the same issue point that rely on this action';
