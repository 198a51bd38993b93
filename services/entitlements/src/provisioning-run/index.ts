export { endWithout, giveUp, moveRequest, takeSeats } from './lifecycle.service.js';
export { schedule, wakeWaiting } from './schedule.js';
