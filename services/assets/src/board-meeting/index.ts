export { BoardMeetingEntity } from './board-meeting.entity.js';
export { BoardMeetingResolver, BoardMeetingsResolver } from './board-meeting.resolver.js';
export { boardMeetingRecords } from './board-meeting.store.js';
