#!/bin/sh
# The application's role owns its database and is no superuser, so that revoked grants and triggers bind it.
set -eu
psql --set=ON_ERROR_STOP=1 --set=password="$HUIYIN_DATABASE_PASSWORD" --username="${POSTGRES_USER:-postgres}" <<'SQL'
create role huiyin login password :'password';
create database huiyin owner huiyin;
SQL
