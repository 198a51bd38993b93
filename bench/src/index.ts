export {
  company,
  MEASURED_COMPANY,
  SMALL_COMPANY,
  type CompanyPart,
  type CompanyShape,
} from './company/index.js';
