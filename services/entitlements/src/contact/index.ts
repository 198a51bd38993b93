export { ContactEntity } from './contact.entity.js';
export { ContactResolver, CustomerContactsResolver } from './contact.resolver.js';
export { contactRecords } from './contact.store.js';
