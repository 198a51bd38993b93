// Decorators of type-graphql and typeorm need the metadata API in place before any class is defined.
require('reflect-metadata');

// The gateway's constructor would start a usage exporter to its vendor otherwise.
process.env.APOLLO_TELEMETRY_DISABLED = '1';

// As it is served: in any other mode graphql looks at every value that is not an instance of a class a second time.
process.env.NODE_ENV = 'production';
