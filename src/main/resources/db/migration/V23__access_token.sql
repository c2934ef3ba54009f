-- Access tokens of programs. See docs/adr/0032-access-tokens.md.

create table access_token (
  id         bigint generated always as identity primary key,
  hash       text not null unique,
  account    text not null,
  label      text not null,
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_by text,
  revoked_at timestamptz
);
comment on table access_token is 'With what a program may log in instead of a password';
comment on column access_token.hash is 'SHA-256 of the token, hex; the token itself is kept nowhere';
comment on column access_token.account is 'The user id for which it stands';
