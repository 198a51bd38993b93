export { AdvisoryBoardEntity } from './advisory-board.entity.js';
export { loadAdvisoryBoard } from './advisory-board.loader.js';
export { AdvisoryBoardResolver } from './advisory-board.resolver.js';
export { advisoryBoardRecords, findDefaultBoard, type AdvisoryBoardRecord } from './advisory-board.store.js';
export { AdvisoryBoard } from './advisory-board.types.js';
