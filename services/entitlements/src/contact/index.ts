export { ContactEntity } from './contact.entity.js';
export { contactInactive, otherCustomer } from './contact.errors.js';
export { loadContact } from './contact.loader.js';
export { ContactResolver, CustomerContactsResolver } from './contact.resolver.js';
export { contactRecords, lockDesignations, type ContactRecord } from './contact.store.js';
export { Contact, ContactPayload } from './contact.types.js';
export { reserveDesignation } from './designation.service.js';
