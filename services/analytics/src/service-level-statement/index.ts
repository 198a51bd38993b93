export { CustomerStatementResolver, StatementResolver } from './statement.resolver.js';
