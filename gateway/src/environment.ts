/**
 * Imported before any library: the gateway library starts a usage exporter to its vendor unless this is set,
 * and without a mode GraphQL runs its slower development checks.
 */
process.env.APOLLO_TELEMETRY_DISABLED = '1';
process.env.NODE_ENV ??= 'production';
