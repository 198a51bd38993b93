export { CrewEntity } from './crew.entity.js';
export { crewLoaders } from './crew.loader.js';
export { createCrew, importCrews, updateCrew, type Crews } from './crew.service.js';
export { crewEventData, ensureCrews, type CrewRecord } from './crew.store.js';
export { CreateCrewInput, CrewObject, CrewsArgs, UpdateCrewInput } from './crew.types.js';
