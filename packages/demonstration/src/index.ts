export { demonstrationCompany } from './company.js';
export type { CompanyOptions } from './company.js';
export { DEMONSTRATION_ROUTING } from './desk/routing.js';
export type { FileName, Row } from './files.js';
export { writeDemonstration } from './writing.js';
