export {
  affectedCustomers,
  isAssessable,
  outagesOfChange,
  type Assessable,
} from './change-outage.service.js';
