export { PersonEntity } from './person.entity.js';
export { loadPerson } from './person.loader.js';
export { PersonResolver } from './person.resolver.js';
export { mayFollowUp } from './person.rules.js';
export { ensurePeople } from './person.service.js';
export { personRecords } from './person.store.js';
export { Person } from './person.types.js';
