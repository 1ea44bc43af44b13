#!/bin/sh
# Makes Temporal's two databases, or brings them up to the version of temporal-sql-tool, which holds
# the schema itself. Run it before a new version of the server is started; a second run changes nothing.
#
#   TEMPORAL_DB_PASSWORD=… schema.sh [HOST [PORT]]
set -eu
: "${TEMPORAL_DB_PASSWORD:?the password of PostgreSQL user temporal}"
export SQL_PLUGIN=postgres12_pgx SQL_HOST="${1:-127.0.0.1}" SQL_PORT="${2:-5432}" SQL_USER=temporal
export SQL_PASSWORD="$TEMPORAL_DB_PASSWORD"
tool=${TEMPORAL_SQL_TOOL:-temporal-sql-tool}

for database in temporal temporal_visibility; do
  export SQL_DATABASE=$database
  schema=${database#temporal_}
  "$tool" create-database
  # Leaves alone a database that has a version already.
  "$tool" setup-schema -v 0.0
  "$tool" update-schema --schema-name "postgresql/v12/$schema"
done
