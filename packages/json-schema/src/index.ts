export { faultOfSchema, findSchemaFaults, type JsonSchema, type SchemaFault } from './json-schema.rules.js';
